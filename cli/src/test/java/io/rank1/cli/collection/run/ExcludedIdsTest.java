package io.rank1.cli.collection.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.Packed;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcludedIdsTest {

  @TempDir Path dir;

  private ExcludedIds read(String text) throws Exception {
    return ExcludedIds.read(Files.write(dir.resolve("x"), Packed.gzip(text)));
  }

  @Test
  void readsWhatBrightHas() throws Exception {
    ExcludedIds excluded = read("{\"q 1\": [\"a b\", \"c\"], \"q2\": [], \"q3\": [\"N/A\"]}");
    assertThat(excluded.contains("q 1", "a b")).isTrue();
    assertThat(excluded.contains("q 1", "c")).isTrue();
    assertThat(excluded.contains("q2", "c")).isFalse();
    assertThat(excluded.contains("q4", "c")).isFalse();
  }

  @Test
  void readsLines() throws Exception {
    ExcludedIds excluded = read("\uFEFFq1\ta\r\nq1 b\nq1\ta\n\n");
    assertThat(excluded.contains("q1", "a")).isTrue();
    assertThat(excluded.contains("q1", "b")).isTrue();
    assertThat(excluded.contains("q2", "a")).isFalse();
  }

  @Test
  void anEmptyFileExcludesNothing() throws Exception {
    assertThat(read("").contains("q", "a")).isFalse();
    assertThat(read("{}").contains("q", "a")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          q a;q         | :2: 1 column, expected 2 (qid, docid), separated by blanks or tabs
          q 0 a 1       | :1: 4 columns, expected 2 (qid, docid), separated by blanks or tabs
          {'q': 'a'}    | :1: expected {"qid": ["docid"]}
          {'q':;[1]}    | :2: expected {"qid": ["docid"]}
          {'q': []} {}  | :1: expected {"qid": ["docid"]}
          """)
  void namesThePlaceOfWhatIsBad(String text, String complaint) {
    assertThatThrownBy(() -> read(text.replace(';', '\n').replace('\'', '"')))
        .isInstanceOf(InputException.class)
        .hasMessage(dir.resolve("x") + complaint);
  }

  @Test
  void namesTheLineOfWhatIsNoJson() {
    assertThatThrownBy(() -> read("{\"q\":\n[\"a\""))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("\\Q" + dir.resolve("x") + "\\E:2: [^\n]+");
  }
}
