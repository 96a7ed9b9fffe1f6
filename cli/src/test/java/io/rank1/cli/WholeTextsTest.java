package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.collection.corpus.CorpusFormat;
import io.rank1.cli.collection.corpus.CorpusReader;
import io.rank1.cli.collection.run.ExcludedIds;
import io.rank1.cli.collection.run.RankedRunReader;
import io.rank1.cli.collection.run.RunFormat;
import io.rank1.cli.collection.run.RunSource;
import io.rank1.cli.collection.topics.TopicField;
import io.rank1.cli.collection.topics.TopicsFormat;
import io.rank1.cli.collection.topics.TopicsReader;
import io.rank1.cli.collection.topics.TopicsSource;
import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.ChangedDocumentsReader;
import io.rank1.cli.trec.QrelsReader;
import io.rank1.cli.trec.QueryPairsReader;
import io.rank1.cli.trec.RunReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No reader of JSON takes half of a character, or what is no UTF-8, or refuses a whole one. */
class WholeTextsTest {

  private static final String WHOLE = "\\ud83d\\ude00";
  private static final String CESU = "\u00ED\u00A0\u00BD\u00ED\u00B8\u0080"; // bytes, by one each

  @TempDir Path dir;

  private interface Read {
    void from(Path file) throws Exception;
  }

  /** What reads JSON, and a file with ~ on line 2, where the character stands. */
  private enum Reader {
    CORPUS_TEXT("{\"_id\":\"1\",\"text\":\"a\"}\n{\"_id\":\"2\",\"text\":\"b ~\"}", Reader::corpus),
    CORPUS_TITLE(
        "{\"_id\":\"1\",\"text\":\"a\"}\n{\"_id\":\"2\",\"title\":\"~\",\"text\":\"\"}",
        Reader::corpus),
    CORPUS_ID("{\"_id\":\"1\",\"text\":\"a\"}\n{\"_id\":\"~\",\"text\":\"b\"}", Reader::corpus),
    TOPIC("{\"_id\":\"1\",\"text\":\"a\"}\n{\"_id\":\"2\",\"text\":\"~b\"}", Reader::topics),
    RUN_QID("{\"1\":{\"a\":1},\n\"~\":{\"a\":1}}", Reader::run),
    RUN_DOCID("{\"1\":{\"a\":1,\n\"~\":2}}", Reader::run),
    EVALUATED_QID("{\"1\":{\"a\":1},\n\"~\":{\"a\":1}}", RunReader::read),
    EVALUATED_DOCID("{\"1\":{\"a\":1,\n\"~\":2}}", RunReader::read),
    EXCLUDED_QID("{\"1\":[\"a\"],\n\"~\":[\"b\"]}", ExcludedIds::read),
    EXCLUDED_DOCID("{\"1\":[\"a\",\n\"~\"]}", ExcludedIds::read),
    JUDGED_DOCID(
        "{\"query-id\":\"1\",\"corpus-id\":\"a\",\"score\":1}\n"
            + "{\"query-id\":\"1\",\"corpus-id\":\"~\",\"score\":1}",
        QrelsReader::read),
    CHANGED_QID("{\"1\":[\"a\"]}\n{\"~\":[\"a\"]}", ChangedDocumentsReader::read),
    CHANGED_DOCID("{\"1\":[\"a\"]}\n{\"2\":[\"~\"]}", ChangedDocumentsReader::read),
    QUERY_PAIR(
        "{\"id\":\"1\",\"q1\":\"a\",\"q2\":\"b\",\"doc1\":\"c\",\"doc2\":\"d\"}\n"
            + "{\"id\":\"~\",\"q1\":\"a\",\"q2\":\"b\",\"doc1\":\"c\",\"doc2\":\"d\"}",
        QueryPairsReader::read);

    private final String text;
    private final Read read;

    Reader(String text, Read read) {
      this.text = text;
      this.read = read;
    }

    private static void corpus(Path file) throws InputException {
      CorpusReader.read(List.of(file), CorpusFormat.AUTO, Set.of("2"), file.getParent())
          .documents()
          .close();
    }

    private static void topics(Path file) throws InputException {
      TopicsReader.read(
          new TopicsSource(file, TopicsFormat.AUTO, List.of(TopicField.TITLE)), Set.of("1", "2"));
    }

    private static void run(Path file) throws InputException {
      RankedRunReader.read(new RunSource(file, RunFormat.AUTO));
    }
  }

  private void read(Reader reader, String character) throws Exception {
    Path file = dir.resolve("file");
    Files.write(file, reader.text.replace("~", character).getBytes(StandardCharsets.ISO_8859_1));
    reader.read.from(file);
  }

  @ParameterizedTest
  @EnumSource
  void refusesHalfOfACharacter(Reader reader) {
    for (String half : List.of("\\ud83d", "x\\uDE00", "\\ude00\\ud83d", WHOLE + "\\ud83d")) {
      assertThatThrownBy(() -> read(reader, half))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(dir.resolve("file") + ":2: ")
          .hasMessageMatching(
              ".*\\\\u(d83d|de00) is half of a character; write the whole one, or U\\+FFFD"
                  + "|[^\n]* surrogate [^\n]*property name[^\n]*"); // Jackson's own
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesInvalidUtf8(Reader reader) {
    for (String bytes : List.of("\u00FC", CESU, "\u00FF")) {
      assertThatThrownBy(() -> read(reader, bytes))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(dir.resolve("file") + ":2: ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesWholeCharacters(Reader reader) {
    for (String whole : List.of(WHOLE, "\u00F0\u009F\u0098\u0080", "\\ufffd", "\u00C3\u00BC")) {
      assertThatCode(() -> read(reader, whole)).doesNotThrowAnyException();
    }
  }

  @Test
  void viewRefusesHalfOfACharacter() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("r.jsonl"),
            "{\"qid\":\"1\",\"docid\":\"a\",\"query\":\"a\"}\n"
                + "{\"qid\":\"1\",\"docid\":\"\\ud83d\",\"query\":\"a\"}\n");
    Cli.Outcome outcome = new Cli().run("view", file);
    assertThat(outcome.err()).contains(file + ":2: left out");
  }

  @Test
  void argumentsAreWholeToo() {
    for (String option : List.of("-q", "-p", "--instruction")) {
      Cli.Outcome outcome =
          option.equals("--instruction")
              ? new Cli().run("score", "-q", "a", "-p", "b", option, "\uD83D")
              : new Cli().run("score", option, "\uD83D", option.equals("-q") ? "-p" : "-q", "b");
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains("cannot pass on").hasLineCount(1);
    }
  }
}
