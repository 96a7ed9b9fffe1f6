package io.rank1.cli.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRunReaderTest {

  private static final String SHAPE = "expected {\"qid\": {\"docid\": score}}";

  @TempDir Path dir;

  @Test
  void readsScoresByDocumentByTopic() throws Exception {
    String text = "\uFEFF{\"q 1\": {\"a\": 1, \"b\": 2.5e0},\r\n \"q2\": {\"a\": -0.0}}\r\n";
    Run run = RunReader.read(Files.writeString(dir.resolve("run.JSON"), text));
    assertThat(run.topics()).containsExactlyInAnyOrder("q 1", "q2");
    assertThat(run.ranking("q 1"))
        .containsExactly(new ScoredDocument("b", 2.5f), new ScoredDocument("a", 1));
    assertThat(run.ranking("q2")).containsExactly(new ScoredDocument("a", 0));
  }

  @Test
  void readsPredictionsOfMteb2() throws Exception {
    String text =
        "{\"mteb_model_meta\":{\"model_name\":\"x\",\"revision\":{\"a\":[1]}},"
            + "\"default\":{\"test\":{\"1\":{\"d1\":2.0,\"d2\":3},\"test\":{\"d1\":1}}}}";
    Run run = RunReader.read(Files.writeString(dir.resolve("r"), text));
    assertThat(run.topics()).containsExactlyInAnyOrder("1", "test");
    assertThat(run.ranking("1"))
        .containsExactly(new ScoredDocument("d2", 3), new ScoredDocument("d1", 2));
    String older = "{\"test\": {\"1\": {\"d1\": 2.0}}}"; // without a subset
    assertThat(RunReader.read(Files.writeString(dir.resolve("r"), older)).ranking("1"))
        .containsExactly(new ScoredDocument("d1", 2));
  }

  @Test
  void unpacksGzip() throws Exception {
    Path file = dir.resolve("run.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("{\"q\": {\"a\": 1}}".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(RunReader.read(file).ranking("q")).containsExactly(new ScoredDocument("a", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          [1]                          | :1: SHAPE
          {'q': 1}                     | :1: SHAPE
          {'q':;{'a': '1'}}            | :2: SHAPE
          {'q': {'a': null}}           | :1: SHAPE
          {'q': {'a': 1}};{}           | :2: SHAPE
          ^^                           | :1: SHAPE
          {'q': {'a': 1,; 'a': 2}}     | :2: Duplicate Object property "a"
          {'q': {'a': 1}, 'q': {}}     | :1: Duplicate Object property "q"
          {'q': {}}                    | : no documents
          {'en': {'test': {'q': {'a': 1}}},;'de': {'test': {'q': {'b': 1}}}} | :2: rankings of de/test, after those of en/test; keep one of the two in a file
          {'default': {'test': {'q': {'a': 1}},; 'dev': {'q': {'a': 1}}}} | :2: rankings of default/dev, after those of default/test; keep one of the two in a file
          {'q': {'a': 1, 'b':; {'c': 1}}} | :2: SHAPE
          {'a': {'b': {'c': {'d':; {'e': 1}}}}} | :2: SHAPE
          {'mteb_model_meta': {'a': 1}} | : no documents
          """)
  void namesThePlaceOfWhatIsNoRun(String text, String complaint) throws Exception {
    Path file = dir.resolve("run.json");
    Files.writeString(file, text.replace('\'', '"').replace(';', '\n'));
    assertThatThrownBy(() -> RunReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint.replace("SHAPE", SHAPE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {'q': {'a': NaN}}
          {'q': {'a': 1}
          {'q': {'a': 1,}}
          """)
  void namesTheLineOfWhatIsNoJson(String text) throws Exception {
    Path file = dir.resolve("run.json");
    Files.writeString(file, "\n" + text.replace('\'', '"'));
    assertThatThrownBy(() -> RunReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("\\Q" + file + "\\E:[23]: [^\n]+");
  }

  @Test
  void tellsAMissingFileAndDamagedGzip() throws Exception {
    Path missing = dir.resolve("missing.json");
    assertThatThrownBy(() -> RunReader.read(missing))
        .isInstanceOf(InputException.class)
        .hasMessage("cannot read " + missing + ": no such file");

    Path damaged = dir.resolve("damaged.json.gz");
    Files.write(damaged, new byte[] {0x1F, (byte) 0x8B, 8, 0});
    assertThatThrownBy(() -> RunReader.read(damaged))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("cannot read " + damaged + ": ");
  }
}
