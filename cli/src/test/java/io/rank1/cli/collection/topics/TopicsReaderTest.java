package io.rank1.cli.collection.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.Packed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsReaderTest {

  private static final Set<String> WANTED = Set.of("1", "2");

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("topics");
  }

  private QueryTexts read(TopicsFormat format) throws InputException {
    return TopicsReader.read(new TopicsSource(file, format, List.of(TopicField.TITLE)), WANTED);
  }

  private QueryTexts read(String text) throws Exception {
    Files.writeString(file, text);
    return read(TopicsFormat.AUTO);
  }

  @Test
  void readsTables() throws Exception {
    QueryTexts topics =
        read("\uFEFFqid\tquery\r\n2\ttwo: <b> & more \r\n3\tthree\r\n1\tone\r\n\r\n");
    assertThat(topics.byQid()).isEqualTo(Map.of("1", "one", "2", "two: <b> & more "));
    assertThat(topics.others().count()).isEqualTo(2);
  }

  @Test
  void readsBeir() throws Exception {
    QueryTexts topics =
        read(
            """
            {"_id": "1", "text": "one \\u00fc\\n\\"", "metadata": {"_id": "9", "text": [1]}}

            {"text": "two", "_id": 2}
            {"_id": "3", "text": "three"}
            """);
    assertThat(topics.byQid()).isEqualTo(Map.of("1", "one ü\n\"", "2", "two"));
    assertThat(topics.others().count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1\tone\n2\t\n7\tseven\n8\t \n",
        "{'_id':'1','text':'one'}\n{'_id':'2','text':''}\n{'_id':'7','text':null}\n{'_id':'8'}",
        "<top><num>1<title>one\n</top><top><num>2\n</top>\n<top><num>7<title>\n</top>",
        "<ts><topic id='1'><query>one</query></topic><topic id='2'/></ts>"
      })
  void whatIsNotAskedForMayBeEmpty(String text) throws Exception {
    Files.writeString(file, text.startsWith("{") ? text.replace('\'', '"') : text);
    TopicsSource source = new TopicsSource(file, TopicsFormat.AUTO, List.of(TopicField.TITLE));
    assertThat(TopicsReader.read(source, Set.of("1")).byQid()).isEqualTo(Map.of("1", "one"));
    assertThatThrownBy(() -> TopicsReader.read(source, Set.of("2")))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(".*:\\d+: (the text of query 2 is empty|topic 2 has no title)");
  }

  @Test
  void countsAQueryThatIsThereAgainOnce() throws Exception {
    QueryTexts topics = read("1\tone\n2\ttwo\n1\tone\n");
    assertThat(topics.byQid()).isEqualTo(Map.of("1", "one", "2", "two"));
    assertThat(topics.notices())
        .containsExactly(file + ": queries that are there again, with the same text: 1 (1)");
  }

  @Test
  void readsPackedFiles() throws Exception {
    Files.write(file, Packed.zstd("1\tone\n"));
    assertThat(read(TopicsFormat.AUTO).byQid()).isEqualTo(Map.of("1", "one"));
    Files.write(file, Packed.gzip("<top>\n<num> Number: 1\n<title> one\n</top>\n"));
    assertThat(read(TopicsFormat.AUTO).byQid()).isEqualTo(Map.of("1", "one"));
  }

  @Test
  void aFormatCanBeForced() throws Exception {
    Files.writeString(file, "{x}\tbrace\n1\tone\n");
    assertThat(read(TopicsFormat.TSV).byQid()).isEqualTo(Map.of("1", "one"));
    assertThatThrownBy(() -> read(TopicsFormat.AUTO)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> read(TopicsFormat.TREC)).isInstanceOf(InputException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          1~one~more;2~two       | :1: 3 columns, expected 2 (qid, query), separated by a tab
          1 one                  | :1: 1 column, expected 2 (qid, query), separated by a tab
          1~one;;2~two           | :2: blank line; remove it
          ~one                   | :1: the qid is blank
          1~                     | :1: the text of query 1 is empty
          7~~                    | :1: 3 columns, expected 2 (qid, query), separated by a tab
          1~one;2~two;1~two      | :3: query 1 again, with another text than in line 1; keep one of the two
          {'_id': '1'}           | :1: no field text, query, contents or query_txt
          {'text': '1'}          | :1: no field _id, id, qid or query_id
          {'_id': '1', 'text': 3} | :1: the field text is not a string
          {'_id': null, 'text': '3'} | :1: the field _id is not a string
          {'_id': ' ', 'text': '3'} | :1: the field _id is blank
          {'_id': '1', 'text': ' '} | :1: the text of query 1 is empty
          {'_id': '1', 'text': 'a'};[] | :2: expected an object on each line, not an array; jq -c '.[]' makes such lines
          {'_id': '1', 'text': 'a'}{}  | :1: more than one object
          {'_id': '1', 'text': 'a'};{'_id': '1', 'text': 'b'} | :2: query 1 again, with another text than in line 1; keep one of the two
          {'_id': '1', 'text': 'a', 'text': 'b'} | :1: invalid JSON: Duplicate Object property "text"
          ;                      | : no topics
          ^^                     | : no topics
          """)
  void namesThePlaceOfWhatIsBad(String text, String complaint) {
    String lines = text.replace(';', '\n').replace('\'', '"').replace('~', '\t');
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint);
  }

  @Test
  void namesTheLineOfInvalidJson() {
    assertThatThrownBy(() -> read("{\"_id\": \"1\", \"text\": \"a\"}\n{\"_id\": \"2\", \"text\""))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("\\Q" + file + "\\E:2: invalid JSON: [^\n]+");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "^1\tone\n2\t\u00FC\n^",
        "^{'_id': '1', 'text': 'a'}\n{'_id': '2', 'text': '\u00FC'}\n^",
        "^<top><num>1\n<title>\u00FC\n</top>^"
      })
  void namesTheLineOfAnotherEncoding(String text) throws Exception {
    Files.write(file, text.replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(TopicsFormat.AUTO))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ":2: invalid UTF-8; convert the file to UTF-8");
  }

  @Test
  void readsInstructions() throws Exception {
    Files.writeString(file, "1\tmust be recent\n7\tmust be old\n");
    QueryTexts instructions = InstructionsReader.read(file, WANTED);
    assertThat(instructions.byQid()).isEqualTo(Map.of("1", "must be recent"));
    assertThat(instructions.others().shown()).isEqualTo("(7)");

    Files.writeString(file, "1\ta\n1\tb\n");
    assertThatThrownBy(() -> InstructionsReader.read(file, WANTED))
        .hasMessage(
            file + ":2: query 1 again, with another text than in line 1; keep one of the two");
    Files.writeString(file, "1\n");
    assertThatThrownBy(() -> InstructionsReader.read(file, WANTED))
        .hasMessage(file + ":1: 1 column, expected 2 (qid, instruction), separated by a tab");
    Files.writeString(file, "");
    assertThat(InstructionsReader.read(file, WANTED).byQid()).isEmpty();
  }
}
