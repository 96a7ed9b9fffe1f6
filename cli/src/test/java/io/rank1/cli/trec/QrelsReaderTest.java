package io.rank1.cli.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QrelsReaderTest {

  private static final String BEIR = "query-id\tcorpus-id\tscore\n";

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("qrels");
  }

  private Qrels read(String text) throws IOException, InputException {
    return QrelsReader.read(Files.writeString(file, text));
  }

  @Test
  void readsWhatTrecWrites() throws Exception {
    Qrels qrels = read("q2 0 a 1\nq1\t0\tb\t-1\n q2  Q0 \t b 0 \n");
    assertThat(qrels.grades("q1")).isEqualTo(Map.of("b", -1));
    assertThat(qrels.grades("q2")).isEqualTo(Map.of("a", 1, "b", 0));
    assertThat(qrels.grades("q3")).isEmpty();
  }

  @Test
  void readsWhatBeirWritesWithBlanksInIdentifiers() throws Exception {
    Qrels qrels = read(BEIR + "q 1\ta doc\t2\nq 1\tb\t0\n");
    assertThat(qrels.grades("q 1")).isEqualTo(Map.of("a doc", 2, "b", 0));
    assertThat(qrels.topics()).hasSize(1);
  }

  @Test
  void takesGradesWithDecimalPoints() throws Exception {
    assertThat(read("q 0 a 1.0\nq 0 b 0.00\nq 0 c -1.\nq 0 d 2e0\n").grades("q"))
        .isEqualTo(Map.of("a", 1, "b", 0, "c", -1, "d", 2));
    assertThat(read(BEIR + "q\ta\t3.0\n").grades("q")).isEqualTo(Map.of("a", 3));
  }

  @Test
  void countsLinesThatRepeatAnotherOnce() throws Exception {
    Qrels qrels = read("q 0 a 1\nq 0 b 1\nq Q0 a 1.0\n");
    assertThat(qrels.grades("q")).isEqualTo(Map.of("a", 1, "b", 1));
    assertThat(qrels.notes())
        .containsExactly(file + ": lines that repeat another, counted once: 1 (a of q)");
  }

  @Test
  void readsWhatDataSetsHaveAsJson() throws Exception {
    Qrels qrels =
        read(
            """
            {"query-id": "q 1", "corpus-id": "a", "score": 2.0, "more": null}
            {"corpus-id": "b", "score": 0, "query-id": "q 1"}
            {"query-id": 2, "corpus-id": 3, "score": -1}
            """);
    assertThat(qrels.grades("q 1")).isEqualTo(Map.of("a", 2, "b", 0));
    assertThat(qrels.grades("2")).isEqualTo(Map.of("3", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'query-id':1}                                | :1: expected {"query-id": "qid", "corpus-id": "docid", "score": grade}
          {'query-id':1,'corpus-id':2,'score':1.5}      | :1: the grade 1.5 is not a whole number
          {'query-id':1,'corpus-id':2,'score':'x'}      | :1: the grade x is not a whole number
          {'query-id':{}}                               | :1: the field query-id holds no text or number
          {'query-id':[null]}                           | :1: the field query-id holds no text or number
          {'query-id':1,'corpus-id':2,'score':1};[]     | :2: expected an object
          {'query-id':1,'corpus-id':2,'score':1};;{'query-id':1,'corpus-id':2,'score':0} | :3: document 2 judged again for query 1, with another grade; keep one of the two
          """)
  void namesThePlaceOfABadObject(String text, String complaint) {
    assertThatThrownBy(() -> read(text.replace('\'', '"').replace(';', '\n')))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint);
  }

  /** As trec_eval does from 10.0 on. */
  @Test
  void leavesOutComments() throws Exception {
    assertThat(read("# judged\nq 0 #a 1\n#q 0 b 1\n").grades("q")).isEqualTo(Map.of("#a", 1));
    assertThat(read("# judged\n" + BEIR + "q\ta\t1\n").grades("q")).isEqualTo(Map.of("a", 1));
  }

  @Test
  void topicsAreInTheOrderOfTheirBytes() throws Exception {
    assertThat(read("9 0 a 1\n\uD83D\uDE00 0 a 1\n10 0 a 1\n\uFFEE 0 a 1\n").topics())
        .containsExactly("10", "9", "\uFFEE", "\uD83D\uDE00");
  }

  @Test
  void acceptsByteOrderMarkCarriageReturnsAndBlankLinesAtTheEnd() throws Exception {
    assertThat(read("\uFEFFq 0 a 1\r\nq 0 b 2\r\n\r\n").grades("q"))
        .isEqualTo(Map.of("a", 1, "b", 2));
    assertThat(read("\uFEFF" + BEIR.replace("\n", "\r\n") + "q\ta\t1\r\n").grades("q"))
        .isEqualTo(Map.of("a", 1));
  }

  @Test
  void unpacksGzip() throws Exception {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("q 0 a 1\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(QrelsReader.read(file).grades("q")).isEqualTo(Map.of("a", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          q 0 a              | :1: 3 columns, expected 4 (qid, iter, docid, grade), separated by blanks or tabs
          q 0 a 1;q 0 b 1 x  | :2: 5 columns, expected 4 (qid, iter, docid, grade), separated by blanks or tabs
          q 0 a high         | :1: the grade high is not a whole number
          q 0 a 1.5          | :1: the grade 1.5 is not a whole number
          q 0 a 9999999999   | :1: the grade 9999999999 is not a whole number
          q 0 a 1;q 0 a 2    | :2: document a judged again for query q, with another grade; keep one of the two
          q 0 a 1;;q 0 b 1   | :2: blank line; remove it
          #q^a               | :2: 2 columns, expected 3 (query-id, corpus-id, score), separated by tabs
          #q^^1              | :2: the column corpus-id is blank
          #q^a^x             | :2: the grade x is not a whole number
          #q^a^1;q^a^0       | :3: document a judged again for query q, with another grade; keep one of the two
          #                  | : no judgements
          ''                 | : no judgements
          """)
  void namesThePlaceOfABadLine(String text, String complaint) {
    String lines = text.replace("#", BEIR).replace('^', '\t').replace(';', '\n');
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint);
  }
}
