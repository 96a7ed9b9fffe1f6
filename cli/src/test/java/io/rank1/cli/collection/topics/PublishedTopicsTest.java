package io.rank1.cli.collection.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of topics as tracks and data sets publish them. */
class PublishedTopicsTest {

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("topics");
  }

  private QueryTexts read(String text, String... wanted) throws Exception {
    Files.writeString(file, text);
    return TopicsReader.read(
        new TopicsSource(file, TopicsFormat.AUTO, List.of(TopicField.TITLE)), Set.of(wanted));
  }

  @Test
  void readsBright() throws Exception {
    QueryTexts topics =
        read(
            """
            {"query": "why moths?\\nwhy", "reasoning": "x", "id": "0", "excluded_ids": ["N/A"], "gold_ids": ["a"]}
            {"query": "two", "id": "1", "excluded_ids": ["b/1.txt", "b/2.txt"]}
            """,
            "0",
            "1");
    assertThat(topics.byQid()).isEqualTo(Map.of("0", "why moths?\nwhy", "1", "two"));
    assertThat(topics.excludedIds())
        .isEqualTo(Map.of("0", List.of("N/A"), "1", List.of("b/1.txt", "b/2.txt")));
  }

  @ParameterizedTest
  @CsvSource({
    "_id,text",
    "id,query",
    "qid,query",
    "query_id,text",
    "id,contents",
    "id,title",
    "qid,query_txt"
  })
  void readsFieldsOfSeveralNames(String id, String text) throws Exception {
    String line = String.format(Locale.ROOT, "{\"%s\": \"1\", \"%s\": \"one\"}\n", id, text);
    assertThat(read(line, "1").byQid()).isEqualTo(Map.of("1", "one"));
  }

  @Test
  void aTitleIsNoQueryWhereThereIsAnother() throws Exception {
    assertThat(read("{\"title\": \"t\", \"id\": 1, \"text\": \"one\"}\n", "1").byQid())
        .isEqualTo(Map.of("1", "one"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {'_id': '1', 'id': '2', 'text': 'a'}    | :1: both _id and id could be the identifier; keep one of the two
          {'id': '1', 'text': 'a', 'query': 'b'}  | :1: both text and query could be the text; keep one of the two
          {'question': 'a', 'answer': ['b']}      | :1: no field _id, id, qid or query_id
          [;{'id': '1', 'text': 'a'}]             | :1: expected an object on each line, not an array; jq -c '.[]' makes such lines
          """)
  void refusesWhatIsAmbiguous(String text, String complaint) {
    assertThatThrownBy(() -> read(text.replace('\'', '"').replace(';', '\n'), "1"))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint);
  }

  @Test
  void aBracketAloneMakesNoList() throws Exception {
    assertThat(read("[1]\tone\n[2]\ttwo\n", "[1]").byQid()).isEqualTo(Map.of("[1]", "one"));
  }

  @Test
  void theSameTwiceIsNotAmbiguous() throws Exception {
    assertThat(
            read("{\"_id\": \"1\", \"id\": \"1\", \"text\": \"a\", \"query\": \"a\"}\n", "1")
                .byQid())
        .isEqualTo(Map.of("1", "a"));
  }

  @Test
  void keepsATabInAQuery() throws Exception {
    QueryTexts topics =
        read("349\tone\n350\thealth of individuals to\twork\n351\ta\tb\tc\n", "350");
    assertThat(topics.byQid()).isEqualTo(Map.of("350", "health of individuals to\twork"));
    assertThat(topics.notices()).containsExactly(file + ": queries with a tab in them: 1 (350)");
    assertThatThrownBy(() -> read("1\ttitle\tdescription\n", "1"))
        .hasMessage(file + ":1: 3 columns, expected 2 (qid, query), separated by a tab");
  }

  @Test
  void readsMillionQueries() throws Exception {
    assertThat(read("1:after school: a program\n2:native\n", "1", "2").byQid())
        .isEqualTo(Map.of("1", "after school: a program", "2", "native"));
    assertThat(read("20001:1:obama family tree\n20002:3:\n", "20001").byQid())
        .isEqualTo(Map.of("20001", "obama family tree"));
    assertThatThrownBy(() -> read("1:one\n2 two\n", "1"))
        .hasMessage(file + ":2: expected qid:query, as in the first line");
  }

  @Test
  void readsSgmlThatBeginsLikeXml() throws Exception {
    String fire =
        """
        <topics>
        <top lang='en'>
        <num>176</num>
        <title>YSR & Reddy's death</title>
        <desc>x < y</desc>
        </top>
        </topics>
        """;
    assertThat(read(fire, "176").byQid()).isEqualTo(Map.of("176", "YSR & Reddy's death"));
    assertThatThrownBy(() -> read("<?xml version=\"1.0\"?>" + fire, "176"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ":4: invalid XML: ");
  }

  @Test
  void readsNtcir() throws Exception {
    String text =
        """
        <queries>
        \t<query>
        \t\t<qid>0001</qid>
        \t\t<content>ascii code</content>
        \t\t<description>What is it?</description>
        \t</query>
        \t<query><qid>0002</qid><content>CAD</content></query>
        </queries>
        """;
    assertThat(read(text, "0001", "0002").byQid())
        .isEqualTo(Map.of("0001", "ascii code", "0002", "CAD"));
  }

  @Test
  void readsCacm() throws Exception {
    String text =
        "<DOC>\n<DOCNO> 1 </DOCNO>\nWhat articles exist?\n</DOC>\n<DOC>\n<DOCNO>2</DOCNO>\nb\n</DOC>\n";
    assertThat(read(text, "1", "2").byQid())
        .isEqualTo(Map.of("1", "What articles exist?", "2", "b"));
  }

  @ParameterizedTest
  @CsvSource({"051,51", "51,051", "MB001,1", "1,MB001", "MB001,001", "topic-7,q07", "0,000"})
  void matchesNamesThatDifferByZerosOrAPrefix(String inFile, String inRun) throws Exception {
    QueryTexts topics = read(inFile + "\tone\nMB999\tother\n", inRun);
    assertThat(topics.byQid()).isEqualTo(Map.of(inRun, "one"));
    assertThat(topics.notices())
        .containsExactly(
            String.format(
                Locale.ROOT,
                "%s: queries whose names differ from the run's by zeros or a prefix, taken for them: 1 (%s for %s)",
                file,
                inFile,
                inRun));
  }

  @Test
  void matchesNothingWhereANameIsTheSameOrTwoAreNear() throws Exception {
    assertThat(read("1\tone\n02\ttwo\n", "1", "2").byQid()).isEqualTo(Map.of("1", "one"));
    assertThat(read("02\ttwo\n1\tone\n", "1", "2").byQid()).isEqualTo(Map.of("1", "one"));
    assertThat(read("01\tone\n001\tone\n", "1").byQid()).isEmpty();
    assertThat(read("01\tone\n", "1", "A1").byQid()).isEmpty();
    assertThat(read("12\ttwelve\n1-2\ta\n", "112", "2").byQid()).isEmpty();
  }
}
