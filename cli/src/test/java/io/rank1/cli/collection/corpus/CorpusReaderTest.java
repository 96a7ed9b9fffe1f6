package io.rank1.cli.collection.corpus;

import static io.rank1.core.text.TitledText.untitled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.Packed;
import io.rank1.core.text.TitledText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusReaderTest {

  private static final Set<String> WANTED = Set.of("1", "2", "doc 3");

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("corpus");
  }

  private Corpus read(CorpusFormat format, Path... files) throws InputException {
    return CorpusReader.read(List.of(files), format, WANTED, dir);
  }

  private Corpus read(String text) throws Exception {
    Files.writeString(file, text);
    return read(CorpusFormat.AUTO, file);
  }

  @ParameterizedTest
  @CsvSource({"_id,text", "id,contents", "docid,body", "doc_id,text"})
  void readsFieldsOfSeveralNames(String id, String text) throws Exception {
    String line =
        String.format(
            Locale.ROOT, "{\"%s\": \"1\", \"title\": \"t\", \"%s\": \"one\"}\n", id, text);
    Files.writeString(file, line);
    try (Documents documents =
        CorpusReader.read(List.of(file), CorpusFormat.AUTO, Set.of("1"), dir).documents()) {
      assertThat(documents.document("1").joined()).isEqualTo("t one");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          [{'id': '1', 'text': 'a'}]                 | :1: expected an object on each line, not an array; jq -c '.[]' makes such lines
          {'id': '1', 'text': null}                  | :1: no field text, contents or body
          {'id': '0', 'docid': '1', 'text': 'a'}     | :1: both id and docid could be the identifier; keep one of the two
          {'id': '1', 'text': 'a', 'contents': 'b'}  | :1: both text and contents could be the text; keep one of the two
          {'id': '0', 'text': 'a'};{'id': '1', 'text': 'a', 'body': 'b'} | :2: both text and body could be the text; keep one of the two
          """)
  void refusesWhatIsAmbiguous(String text, String complaint) throws Exception {
    Files.writeString(file, text.replace('\'', '"').replace(';', '\n'));
    assertThatThrownBy(() -> CorpusReader.read(List.of(file), CorpusFormat.AUTO, Set.of("1"), dir))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint);
  }

  @Test
  void readsTablesWithoutTitles() throws Exception {
    Corpus corpus = read("\uFEFFdocid\ttext\r\n7\tx\ty\tz\r\n\r\ndoc 3\t text \r\n1\tü\r\n");
    Documents documents = corpus.documents();
    assertThat(documents.size()).isEqualTo(2);
    assertThat(documents.document("doc 3").joined()).isEqualTo(" text ");
    assertThat(documents.document("1").joined()).isEqualTo("ü");
    assertThat(documents.chars("doc 3")).isEqualTo(6);
    assertThat(documents.contains("2")).isFalse();
    assertThat(documents.contains("7")).isFalse();
    assertThat(corpus.notices()).isEmpty();
    assertThatThrownBy(() -> documents.document("2")).isInstanceOf(IllegalArgumentException.class);
    documents.close();
    documents.close();
  }

  @Test
  void keepsTitleAndTextApart() throws Exception {
    Documents table = read("1\tTitle\ttext\n2\t\tonly text\ndoc 3\tonly title\t\n").documents();
    assertThat(table.document("1")).isEqualTo(new TitledText("Title", "text"));
    assertThat(table.document("2")).isEqualTo(untitled("only text"));
    assertThat(table.document("doc 3")).isEqualTo(new TitledText("only title", ""));
    Documents beir =
        read("""
        {"_id": "1", "title": "Title", "text": "text", "metadata": {"title": "no"}}
        {"title": "", "text": "only text", "_id": "2"}
        {"_id": "doc 3", "title": null, "text": "a\\ttab"}
        """)
            .documents();
    assertThat(beir.document("1")).isEqualTo(new TitledText("Title", "text"));
    assertThat(beir.document("2")).isEqualTo(untitled("only text"));
    assertThat(beir.document("doc 3")).isEqualTo(untitled("a\ttab"));
  }

  @Test
  void readsSeveralFilesEachInItsFormat() throws Exception {
    Path table = Files.write(dir.resolve("a"), Packed.gzip("1\tone\n"));
    Path beir = Files.write(dir.resolve("b"), Packed.zstd("{\"_id\": \"2\", \"text\": \"two\"}"));
    Documents documents = read(CorpusFormat.AUTO, table, beir).documents();
    assertThat(documents.document("1").joined()).isEqualTo("one");
    assertThat(documents.document("2").joined()).isEqualTo("two");
  }

  @Test
  void aFormatCanBeForced() throws Exception {
    Files.writeString(file, "{x}\tbrace\n1\tone\n");
    assertThat(read(CorpusFormat.TSV, file).documents().document("1").joined()).isEqualTo("one");
    assertThatThrownBy(() -> read(CorpusFormat.AUTO, file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ":1: invalid JSON: ");
    Files.writeString(file, "1\tone\n");
    assertThatThrownBy(() -> read(CorpusFormat.JSONL, file))
        .hasMessage(file + ":1: expected an object with the fields _id and text");
  }

  @Test
  void acceptsLongPassages() throws Exception {
    String text = "ein Wort für sich ".repeat(300_000);
    assertThat(read("1\t" + text + "\n2\tshort\n").documents().document("1").joined())
        .isEqualTo(text);
    Documents beir = read("{\"_id\": \"1\", \"text\": \"" + text + "\"}").documents();
    assertThat(beir.document("1").joined()).isEqualTo(text);
  }

  @Test
  void keepsAndCountsEmptyPassages() throws Exception {
    Corpus corpus = read("1\t\n2\t \n7\t\n");
    assertThat(corpus.documents().document("1").joined()).isEmpty();
    assertThat(corpus.notices()).containsExactly("empty passages: 2 (1, 2)");
  }

  @Test
  void countsDocumentsThatComeAgain() throws Exception {
    Corpus corpus = read("1\ta\n2\tb\n1\ta\n7\ta\n7\tb\n");
    assertThat(corpus.documents().size()).isEqualTo(2);
    assertThat(corpus.notices())
        .containsExactly("documents that the corpus has again, with the same text: 1 (1)");
  }

  @Test
  void namesBothPlacesOfADocumentWithTwoTexts() throws Exception {
    Path other = Files.writeString(dir.resolve("other"), "9\tx\n1\tnine\n");
    Files.writeString(file, "{\"_id\": \"8\"}\n\n{\"_id\": \"1\", \"text\": \"one\"}\n");
    assertThatThrownBy(() -> read(CorpusFormat.AUTO, file, other))
        .isInstanceOf(InputException.class)
        .hasMessage(other + ":2: document 1 again, with another text than in " + file + ":3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          1~a;2~b~c           | :2: 3 columns, expected 2 (docid, text), as in line 1, separated by tabs
          7~a~b;2~b~c~d       | :2: 4 columns, expected 3 (docid, title, text), as in line 1, separated by tabs
          7~a~b;2~b           | :2: 2 columns, expected 3 (docid, title, text), as in line 1, separated by tabs
          7~a~b~c             | :1: 4 columns, expected 2 (docid, text) or 3 (docid, title, text), separated by tabs
          word                | :1: 1 column, expected 2 (docid, text) or 3 (docid, title, text), separated by tabs
          1~a;7               | :2: 1 column, expected 2 (docid, text), as in line 1, separated by tabs
          1~a;~b              | :2: the docid is blank
          {'_id': '1'}        | :1: no field text, contents or body
          {'text': '1'}       | :1: no field _id, id, docid or doc_id
          {'_id': '1', 'text': ['a']}          | :1: the field text is not a string
          {'_id': '1', 'text': 'a', 'title': 1} | :1: the field title is not a string
          {'_id': 1.5, 'text': 'a'}            | :1: the field _id is not a string
          {'_id': '', 'text': 'a'}             | :1: the field _id is blank
          {'_id': '7'};{'_id': '1', 'text': 'a'} x | :2: invalid JSON: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
          {;'_id': '1', 'text': 'a'}           | :1: invalid JSON: Unexpected end-of-input: expected close marker for Object
          {'_id': '7'};word                    | :2: invalid JSON: Unrecognized token 'word': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
          ;                   | : no documents
          ^^                  | : no documents
          """)
  void namesThePlaceOfWhatIsBad(String text, String complaint) {
    String lines = text.replace(';', '\n').replace('\'', '"').replace('~', '\t');
    String message = complaint.contains("token") ? complaint : complaint.replace('\'', '"');
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(InputException.class)
        .hasMessage(file + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7\ta\n1\t\u00FC\n", "{\"_id\": \"7\"}\n{\"_id\": \"1\", \"text\": \"\u00FC\"}"})
  void namesTheLineOfAnotherEncoding(String text) throws Exception {
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(CorpusFormat.AUTO, file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ":2: invalid UTF-8; convert the file to UTF-8");
  }

  /** Nobody has to mend documents that no run names. */
  @Test
  void looksAtNothingButIdentifiersOfOtherDocuments() throws Exception {
    Files.write(
        file, Packed.both(new byte[] {'7', '\t', (byte) 0xFF, '\n'}, Packed.utf8("1\tone\n")));
    assertThat(read(CorpusFormat.AUTO, file).documents().document("1").joined()).isEqualTo("one");
    assertThat(read("{\"_id\": \"7\", x\n{\"_id\": \"1\", \"text\": \"one\"}").documents().size())
        .isEqualTo(1);
  }

  @Test
  void tellsWhatCannotBeRead() throws Exception {
    byte[] packed = Packed.zstd("1\ttext\n".repeat(1000));
    Files.write(file, Arrays.copyOf(packed, packed.length - 3));
    assertThatThrownBy(() -> read(CorpusFormat.TSV, file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageMatching("[^\n]*damaged zstd: [^\n]+");
    assertThatThrownBy(() -> read(CorpusFormat.AUTO, dir.resolve("missing")))
        .hasMessage("cannot read " + dir.resolve("missing") + ": no such file");
  }
}
