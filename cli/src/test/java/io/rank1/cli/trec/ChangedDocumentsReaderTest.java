package io.rank1.cli.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangedDocumentsReaderTest {

  @TempDir Path dir;
  private Path file;
  private Path other;

  @BeforeEach
  void nameTheFiles() {
    file = dir.resolve("og");
    other = dir.resolve("changed");
  }

  private ChangedDocuments read(String text) throws IOException, InputException {
    return ChangedDocumentsReader.read(Files.writeString(file, text));
  }

  private ChangedDocuments read(String original, String changed)
      throws IOException, InputException {
    return ChangedDocumentsReader.read(
        Files.writeString(file, original), Files.writeString(other, changed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'query-id': '307', 'corpus-ids': ['b', 'a']}\n{'query-id': 2, 'corpus-ids': [7]}\n"
            + "{'query-id': '3', 'corpus-ids': []}\n",
        "{'307': ['a', 'b'], '2': ['7'], '3': []}",
        "{'307': ['a', 'b']}\n{'2': ['7']}"
      })
  void readsLists(String text) throws Exception {
    assertThat(read(text.replace('\'', '"')).documents())
        .containsExactly(Map.entry("2", Set.of("7")), Map.entry("307", Set.of("a", "b")));
  }

  /**
   * In q1, a and b end: b for want of a grade. The others stay, come, or were nothing before and
   * after. Nothing ends in q2.
   */
  @Test
  void findsWhatIsNoLongerRelevant() throws Exception {
    Map<String, Set<String>> expected = Map.of("q1", Set.of("a", "b"));
    String original = "q1 0 a 1\nq1 0 b 2\nq1 0 stays 2\nq1 0 comes 0\nq1 0 less -1\nq2-og 0 a 1\n";
    String changed = "q1 0 a 0\nq1 0 stays 1\nq1 0 comes 1\nq1 0 new 1\nq1 0 less 0\nq2 0 a 3\n";
    assertThat(read(original, changed).documents()).isEqualTo(expected);

    String merged =
        original.replaceAll("q1", "q1-og") + changed.replaceAll("(q[12])", "$1-changed");
    assertThat(read(merged).documents()).isEqualTo(expected);

    String json =
        """
        {"query-id": "q-og", "corpus-id": "a", "score": 1.0}
        {"query-id": "q-changed", "corpus-id": "a", "score": 0.0}
        """;
    assertThat(read(json).documents()).isEqualTo(Map.of("q", Set.of("a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'a':1}                                      | :1: expected {"query-id": "qid", "corpus-ids": ["docid"]}, {"qid": ["docid"]} or judgements
          {'1':['a']};{'1':['b']}                      | :2: query 1 again, with other documents; keep one of the two
          {'1':[]}                                     | : no document is relevant under an original instruction and not under the changed one
          q-og 0 a 1;q-changed 0 a 1                   | : no document is relevant under an original instruction and not under the changed one
          q-og 0 a 1                                   | : topic q-og is there without q-changed; remove it or add the other
          q-changed 0 a 1                              | : topic q-changed is there without q-og; remove it or add the other
          q 0 a 1                                      | : topic q has neither -og nor -changed at its end; are the judgements under changed instructions in a file of their own, for --changed-qrels?
          -og 0 a 1                                    | : topic -og has neither -og nor -changed at its end; are the judgements under changed instructions in a file of their own, for --changed-qrels?
          """)
  void namesThePlaceOfWhatIsWrong(String text, String complaint) {
    assertThatThrownBy(() -> read(text.replace('\'', '"').replace(';', '\n')))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint);
  }

  @Test
  void tellsTopicsOfTheOtherInstruction() {
    assertThatThrownBy(() -> read("q 0 a 1\nq-changed 0 a 1\n", "q 0 a 0\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": topic q-changed does not belong there; where a file has both -og and -changed,"
                + " give it alone");
    assertThatThrownBy(() -> read("q 0 a 1\n", "q-changed 0 a 0\nq 0 a 0\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(other + ": topic q")
        .hasMessageEndingWith(" is there with and without -changed; keep one of the two");
    assertThatThrownBy(() -> read("q 0 a 1\n", "r 0 a 0\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + " and "
                + other
                + ": topic q-og is there without q-changed; remove it or add the other");
  }
}
