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

class TrecTopicsTest {

  private static final Set<String> WANTED = Set.of("1", "2", "051");
  private static final String CLASSIC =
      """

      <top>
      <head> Tipster Topic Description
      <num> Number:  051
      <dom> Domain:  Economics
      <title> Topic:  Ships &amp;
      Boats

      <desc> Description:
      Is 3 < 4 for ships with <b>masts</b>?

      <narr> Narrative:
      A narrative
      of two lines.
      <con> Concepts: none
      </top>

      <top>
      <num>Number: 2</num><title>Second</title>
      <desc>D2</desc>
      </top>
      """;

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("topics");
  }

  private Map<String, String> read(String text, TopicField... fields) throws Exception {
    Files.writeString(file, text);
    return TopicsReader.read(new TopicsSource(file, TopicsFormat.AUTO, List.of(fields)), WANTED)
        .byQid();
  }

  @Test
  void readsClassicTopics() throws Exception {
    assertThat(read(CLASSIC, TopicField.TITLE))
        .isEqualTo(Map.of("051", "Ships & Boats", "2", "Second"));
  }

  @Test
  void joinsFields() throws Exception {
    String first = CLASSIC.substring(0, CLASSIC.indexOf("</top>"));
    assertThat(read(first, TopicField.TITLE, TopicField.NARR))
        .isEqualTo(Map.of("051", "Ships & Boats A narrative of two lines."));
    assertThat(read(first, TopicField.DESC))
        .isEqualTo(Map.of("051", "Is 3 < 4 for ships with <b>masts</b>?"));
  }

  @Test
  void namesTheTopicThatLacksAField() {
    assertThatThrownBy(() -> read(CLASSIC, TopicField.NARR))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ":18: topic 2 has no narr");
  }

  @Test
  void readsTrecCovid() throws Exception {
    String text =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <topics task="COVIDSearch2020">
          <topic number="1">
            <query>coronavirus &lt;origin&gt;</query>
            <question>what is its <i>origin</i>?</question>
            <narrative>n</narrative>
          </topic>
          <topic number="9"><query>other</query></topic>
        </topics>
        """;
    assertThat(read(text, TopicField.TITLE)).isEqualTo(Map.of("1", "coronavirus <origin>"));
    assertThat(read(text.replace("<query>other", "<question>x</question><query>"), TopicField.DESC))
        .isEqualTo(Map.of("1", "what is its origin?"));
  }

  @Test
  void readsNumbersInElementsAndTextsWithoutElements() throws Exception {
    assertThat(
            read(
                "<topics><top id='1'><num>Number: 1</num><title> a\n b </title></top></topics>",
                TopicField.TITLE))
        .isEqualTo(Map.of("1", "a b"));
    assertThat(
            read(
                "<topics><topic number='1'>\n A patient\n with pain \n</topic></topics>",
                TopicField.TITLE))
        .isEqualTo(Map.of("1", "A patient with pain"));
  }

  @Test
  void decodesEntities() {
    assertThat(Entities.decode("a &amp;lt; &lt;&gt;&quot;&apos;&#252;&#xFC;&#x1F600; &nbsp;."))
        .isEqualTo("a &lt; <>\"'üü\uD83D\uDE00  .");
    assertThat(Entities.decode("AT&T &unknown; &#xD800; &#9999999; &;"))
        .isEqualTo("AT&T &unknown; &#xD800; &#9999999; &;");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <top>;<title> a;</top>          | :1: a topic without a number
          <top><num> 1;<title>;</top>     | :1: topic 1 has no title
          <topics>;<topic><query>a</query></topic></topics> | :2: a topic without a number
          <topics>;</topics>              | : no topics
          <top><num>1<title>a</top>;<top><num>1<title>b</top> | :2: query 1 again, with another text than in line 1; keep one of the two
          """)
  void namesThePlaceOfWhatIsBad(String text, String complaint) {
    assertThatThrownBy(() -> read(text.replace(';', '\n'), TopicField.TITLE))
        .isInstanceOf(InputException.class)
        .hasMessage(file + complaint);
  }

  @Test
  void namesTheLineOfXmlThatIsNotWellFormed() {
    assertThatThrownBy(() -> read("<topics>\n<topic number='1'>\n</topics>", TopicField.TITLE))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("\\Q" + file + "\\E:3: invalid XML: [^\n]+")
        .hasMessageNotContaining("ParseError");
  }

  /** Neither a file nor an address is read, and no entity grows. */
  @ParameterizedTest
  @CsvSource({
    "SYSTEM 'SECRET'",
    "SYSTEM 'http://127.0.0.1:9/x'",
    "'ten'",
  })
  void readsNothingElse(String definition) throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "secret");
    String text =
        String.format(
            Locale.ROOT,
            "<!DOCTYPE topics [<!ENTITY e %s>]>\n<topics><topic number='1'><title>a &e;</title></topic></topics>",
            definition.replace("SECRET", secret.toUri().toString()));
    assertThatThrownBy(() -> read(text, TopicField.TITLE))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ":2: invalid XML: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void leavesDocumentTypesAlone() throws Exception {
    String text =
        "<!DOCTYPE topics SYSTEM 'http://127.0.0.1:9/x.dtd'>\n"
            + "<topics><topic number='1'><title>a</title></topic></topics>";
    assertThat(read(text, TopicField.TITLE)).isEqualTo(Map.of("1", "a"));
  }
}
