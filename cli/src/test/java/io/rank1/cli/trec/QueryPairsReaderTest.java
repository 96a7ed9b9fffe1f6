package io.rank1.cli.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryPairsReaderTest {

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("pairs");
  }

  private List<QueryPair> read(String text) throws IOException, InputException {
    return QueryPairsReader.read(Files.writeString(file, text)).pairs();
  }

  private static QueryPair pair(String id, String first, String second) {
    return new QueryPair(
        id, new QueryPair.Half(id + "_q1", first), new QueryPair.Half(id + "_q2", second));
  }

  @Test
  void readsWhatNevIrHas() throws Exception {
    String row = "{\"id\": \"%s\", \"WorkerId\": 7, \"q1\": \"one\\n\", \"q2\": \"two\", ";
    String documents = "\"doc1\": \"a\", \"doc2\": \"b\"}\n";
    assertThat(
            read(
                String.format(Locale.ROOT, row, "8-2")
                    + documents
                    + String.format(Locale.ROOT, row, "1-2")
                    + documents))
        .containsExactly(pair("1-2", "1-2_doc1", "1-2_doc2"), pair("8-2", "8-2_doc1", "8-2_doc2"));
  }

  @Test
  void readsJudgements() throws Exception {
    assertThat(read("b_q2 0 y 1\nb_q1 0 x 1\nb_q1 0 y 0\na_b_q1 0 y 1\na_b_q2 0 x 2\n"))
        .containsExactly(pair("a_b", "y", "x"), pair("b", "x", "y"));
    assertThat(
            read(
                """
                {"query-id": "1_q1", "corpus-id": "x", "score": 1}
                {"query-id": "1_q2", "corpus-id": "y", "score": 1}
                """))
        .containsExactly(pair("1", "x", "y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'id':1,'q1':'a','q2':'b'}                  | :1: expected the fields id, q1, q2, doc1 and doc2, or judgements
          1_q1 0 x 1;1_q2 0 y 1;2 0 z 1               | : topic 2 is of no pair: it has neither _q1 nor _q2 at its end
          1_q1 0 x 1                                  | : topic 1_q2 has 0 relevant documents; each query of a pair has one
          1_q1 0 x 1;1_q1 0 z 1;1_q2 0 y 1            | : topic 1_q1 has 2 relevant documents; each query of a pair has one
          1_q1 0 x 1;1_q2 0 x 1                       | : both queries of pair 1 have the document x
          """)
  void namesThePlaceOfWhatIsWrong(String text, String complaint) {
    String row = "{'id':1,'q1':'a','q2':'b','doc1':'c','doc2':'d'}";
    assertThatThrownBy(() -> read(text.replace("ROW", row).replace('\'', '"').replace(';', '\n')))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint);
  }
}
