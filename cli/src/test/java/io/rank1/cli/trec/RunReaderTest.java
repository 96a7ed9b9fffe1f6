package io.rank1.cli.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import io.rank1.cli.input.Packed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunReaderTest {

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("a.run");
  }

  private Run read(String text) throws IOException, InputException {
    return RunReader.read(Files.writeString(file, text));
  }

  @Test
  void readsTopicsInAnyOrderAndIgnoresRanks() throws Exception {
    Run run = read("q1 Q0 a 1 0.5 x\nq2\tQ0\tc\t1\t7\tx\n  q1   Q0 b \t 9 +1.5e0 x  \n");
    assertThat(run.topics()).containsExactlyInAnyOrder("q1", "q2");
    assertThat(run.ranking("q1"))
        .containsExactly(new ScoredDocument("b", 1.5f), new ScoredDocument("a", 0.5f));
    assertThat(run.ranking("q2")).containsExactly(new ScoredDocument("c", 7f));
    assertThat(run.ranking("q3")).isEmpty();
  }

  /** Beyond 32 bits, and in the sign of zero, scores do not differ. */
  @Test
  void equalScoresAreInTheReverseOrderOfBytes() throws Exception {
    Run run =
        read(
            """
            q Q0 d10 1 0.1 x
            q Q0 d9 2 0.1000000001 x
            q Q0 zero 3 0 x
            q Q0 zz 4 -0.0 x
            q Q0 \uFFEE 5 0 x
            q Q0 \uD83D\uDE00 6 0 x
            """);
    assertThat(run.ranking("q"))
        .extracting(ScoredDocument::docid)
        .containsExactly("d9", "d10", "\uD83D\uDE00", "\uFFEE", "zz", "zero");
  }

  @Test
  void acceptsByteOrderMarkCarriageReturnsAndBlankLinesAtTheEnd() throws Exception {
    Run run = read("\uFEFFq Q0 a 1 2 x\r\nq Q0 b 2 1 x\r\n\r\n \n");
    assertThat(run.ranking("q"))
        .containsExactly(new ScoredDocument("a", 2f), new ScoredDocument("b", 1f));
  }

  /** As trec_eval does from 10.0 on; a number sign inside a line is part of it. */
  @Test
  void leavesOutComments() throws Exception {
    Run run = read("# made by x\nq#1 Q0 a#1 1 2 x\n  #\nq#1 Q0 b 2 1 #x\n#\n");
    assertThat(run.ranking("q#1"))
        .containsExactly(new ScoredDocument("a#1", 2f), new ScoredDocument("b", 1f));
  }

  /** As trec_eval does. */
  @Test
  void ignoresWhatFollowsTheTag() throws Exception {
    assertThat(read("q Q0 a 1 2 x more of it\nq\tQ0\tb\t-1\t1\tx\t\n").ranking("q"))
        .containsExactly(new ScoredDocument("a", 2f), new ScoredDocument("b", 1f));
  }

  @Test
  void knowsJsonByItsBrace() throws Exception {
    assertThat(read("\uFEFF\n {\"q\": {\"a\": 1}}").ranking("q"))
        .containsExactly(new ScoredDocument("a", 1f));
  }

  @Test
  void readsStandardInputOnce() throws Exception {
    InputStream in = new ByteArrayInputStream("q Q0 a 1 2 x\n".getBytes(StandardCharsets.UTF_8));
    Run run = RunReader.read(OpenedFile.standardInput(in));
    assertThat(run.name()).isEqualTo("standard input");
    assertThat(run.ranking("q")).containsExactly(new ScoredDocument("a", 2f));
  }

  @Test
  void tellsAMissingFileAndDamagedGzip() throws Exception {
    assertThatThrownBy(() -> RunReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage("cannot read " + file + ": no such file");
    Files.write(file, new byte[] {0x1F, (byte) 0x8B, 8, 0});
    assertThatThrownBy(() -> RunReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "cannot read " + file + ": damaged gzip: it ends too early (after 4 packed bytes)");
  }

  @Test
  void unpacksGzip() throws Exception {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("q Q0 a 1 2 x\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(RunReader.read(file).ranking("q")).containsExactly(new ScoredDocument("a", 2f));
  }

  @Test
  void unpacksZstd() throws Exception {
    Files.write(file, Packed.zstd("q Q0 a 1 2 x\n"));
    assertThat(RunReader.read(file).ranking("q")).containsExactly(new ScoredDocument("a", 2f));
    Path json = Files.write(dir.resolve("run.json.zst"), Packed.zstd("{\"q\": {\"a\": 2}}"));
    assertThat(RunReader.read(json).ranking("q")).containsExactly(new ScoredDocument("a", 2f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          q Q0 a 1 2               | :1: 5 columns, expected 6 (qid, Q0, docid, rank, score, tag), separated by blanks or tabs
          q Q0 my a 1 2 x          | :1: 7 columns, and the rank a is not a number; does an identifier have blanks in it?
          q Q0 a 1 2 x;word        | :2: 1 column, expected 6 (qid, Q0, docid, rank, score, tag), separated by blanks or tabs
          q Q0 a 1 high x          | :1: the score high is not a finite number
          q Q0 a 1 NaN x           | :1: the score NaN is not a finite number
          q Q0 a 1 Infinity x      | :1: the score Infinity is not a finite number
          q Q0 a 1 1,5 x           | :1: the score 1,5 is not a finite number
          q Q0 a 1 1f x            | :1: the score 1f is not a finite number
          q Q0 a 1 2 x;q Q0 b 2 1 x;q Q0 a 3 0 x | :3: document a again for query q, with another score; keep one of the two
          q Q0 a 1 2 x;;q Q0 b 2 1 x | :2: blank line; remove it
          ;;                       | : no documents
          ''                       | : no documents
          """)
  void namesThePlaceOfABadLine(String text, String complaint) {
    assertThatThrownBy(() -> read(text.replace(';', '\n')))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint);
  }

  @Test
  void oneDocumentMayBeThereForTwoTopics() throws Exception {
    assertThat(read("q1 Q0 a 1 2 x\nq2 Q0 a 1 2 x\n").topics()).hasSize(2);
  }
}
