package io.rank1.cli.view.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.journal.Finish;
import io.rank1.cli.output.Relevance;
import io.rank1.cli.view.FileFacts;
import io.rank1.cli.view.PairTexts;
import io.rank1.cli.view.Passes;
import io.rank1.cli.view.QueryRanking;
import io.rank1.cli.view.RankedPair;
import io.rank1.cli.view.Rankings;
import io.rank1.cli.view.Samples;
import io.rank1.cli.view.Standing;
import io.rank1.core.cascade.Pass;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

@Tag("locale")
class HtmlPageTest {

  private static final List<String> NASTY =
      List.of(
          "</script><script>alert(1)</script>",
          "<!--<script>",
          "{{rankings}} $1 \\ \" ' &amp;",
          "\u0000\u001b[31m\u007f\u009b \u202e\u2028",
          "日本 😀 مرحبا",
          "line\r\n\ttab");

  @TempDir Path dir;

  private static Rankings rankings(String text) {
    RankedPair scored =
        new RankedPair(
            1,
            new Standing(
                Optional.of(text),
                1,
                0,
                3,
                Optional.of(new Relevance(0.5)),
                Optional.of(new Finish("forced_by_budget")),
                Optional.empty()),
            0,
            new PairTexts(text, text, text, text, Samples.NONE, 5, 6, true, Optional.empty()));
    RankedPair unscored =
        new RankedPair(
            2,
            new Standing(
                Optional.empty(), 7, 0, 0, Optional.empty(), Optional.empty(), Optional.empty()),
            0,
            new PairTexts(text, text, text, "", Samples.NONE, 0, 0, false, Optional.of(text)));
    return new Rankings(facts(text), List.of(new QueryRanking(text, List.of(scored, unscored))));
  }

  private static FileFacts facts(String text) {
    return new FileFacts(
        FileFacts.Kind.OUTPUT, List.of(text), List.of(text), List.of(text), OptionalLong.empty());
  }

  private static String page(String text) throws IOException {
    StringWriter out = new StringWriter();
    new HtmlPage(text, rankings(text)).write(out);
    return out.toString();
  }

  private static String data(String page, String id) {
    Matcher matcher =
        Pattern.compile("<script type=\"application/json\" id=\"" + id + "\">([^<]*)</script>")
            .matcher(page);
    assertThat(matcher.find()).as(id).isTrue();
    return matcher.group(1);
  }

  /** Property names and values, in order. */
  private static List<String> values(String json) {
    List<String> values = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() || token == JsonToken.PROPERTY_NAME) {
          values.add(parser.getString());
        }
      }
    }
    return values;
  }

  @Test
  void textsComeThroughAndStayData() throws Exception {
    String harmless = page("harmless");
    for (String text : NASTY) {
      String page = page(text);
      assertThat(values(data(page, "ranking-0")))
          .containsExactly(
              "docid",
              text,
              "before",
              "3",
              "p",
              "0.6224593312018546",
              "odds",
              "0.5",
              "passage",
              text,
              "reasoning",
              text,
              "tokens",
              "6",
              "cut",
              "true",
              "docid",
              "line 7",
              "passage",
              text,
              "reasoning",
              "",
              "tokens",
              "0",
              "error",
              text);
      assertThat(values(data(page, "index")))
          .startsWith("file", text, "models", text, "firstModels", text, "runtimes", text)
          .endsWith(
              "name", text, "query", text, "instruction", text, "relevant", "1", "codes", "AB");
      assertThat(page.split("<", -1)).as("elements").hasSameSizeAs(harmless.split("<", -1));
    }
  }

  @Test
  void halfACharacterIsReplaced() throws Exception {
    assertThat(values(data(page("a\ud83d b"), "ranking-0"))).contains("a\ufffd b");
  }

  @Test
  void runsItsOwnScriptAndLoadsNothing() throws Exception {
    String page = page("harmless");
    assertThat(page).contains("content=\"default-src 'none';").doesNotContain("http:", "https:");
    assertThat(page).contains("style-src 'sha256-" + hash(page, "<style>", "</style>"));
    assertThat(page).contains("script-src 'sha256-" + hash(page, "<script>", "</script>"));
  }

  private static String hash(String page, String start, String end) throws Exception {
    int from = page.indexOf(start) + start.length();
    byte[] text = page.substring(from, page.indexOf(end, from)).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
  }

  @Test
  void everyElementThatTheScriptAsksForIsThere() throws Exception {
    String page = page("harmless");
    Matcher asked = Pattern.compile("\\$\\(\"([a-z-]+)\"\\)").matcher(page);
    List<String> ids = new ArrayList<>();
    while (asked.find()) {
      ids.add(asked.group(1));
    }
    assertThat(ids)
        .contains("ranking", "finish")
        .allMatch(id -> page.contains("id=\"" + id + "\""));
  }

  @Test
  void refusesWhatABrowserCouldNotHold() {
    HtmlPage.requireRoom("file", 100_000_000);
    assertThatThrownBy(() -> HtmlPage.requireRoom("file", 2_000_000_001))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "file: too much for a page: 2,001 million characters, and 100 are the most; choose"
                + " fewer queries by --limit, or one by --qid");
  }

  @Test
  void whatWasThereStaysWhenWritingFails() throws Exception {
    Path file = Files.writeString(dir.resolve("page.html"), "old");
    Files.createDirectory(dir.resolve(".page.html.rank1.part")); // the temporary name is taken
    PageFile target = PageFile.at(file, PageFile.Existing.REPLACE);
    assertThatThrownBy(() -> target.write(new HtmlPage("new", rankings("new"))))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("cannot write " + file);
    assertThat(file).hasContent("old");
  }

  @Test
  void aFullDiskIsAnOrdinaryError() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] chars, int offset, int length) throws IOException {
            throw new IOException("no space");
          }

          @Override
          public void flush() {
            // nothing is kept
          }

          @Override
          public void close() {
            // nothing is open
          }
        };
    assertThatThrownBy(() -> new HtmlPage("t", rankings("t")).write(full))
        .isInstanceOf(IOException.class)
        .hasMessage("no space");
  }

  private static RankedPair ended(int rank, String finish, double odds) {
    return new RankedPair(
        rank,
        standing(rank, finish, odds, Optional.empty()),
        0,
        new PairTexts("q", "", "p", "", Samples.NONE, 0, 0, false, Optional.empty()));
  }

  private static Standing standing(int rank, String finish, double odds, Optional<Passes> passes) {
    return new Standing(
        Optional.of("d" + rank),
        1,
        0,
        0,
        Optional.of(new Relevance(odds)),
        Optional.of(new Finish(finish)),
        passes);
  }

  private static String page(List<RankedPair> pairs) throws IOException {
    StringWriter out = new StringWriter();
    new HtmlPage("t", new Rankings(facts("m"), List.of(new QueryRanking("q", pairs)))).write(out);
    return out.toString();
  }

  @Test
  void passagesOfAKindShareACharacterAndFinishReasonsKeepTheirOrder() throws Exception {
    String page =
        page(
            List.of(
                ended(1, "tired", 1),
                ended(2, "early_exit", 1),
                ended(3, "tired", 2),
                ended(4, "tired", -1),
                ended(5, "direct", -1)));
    assertThat(values(data(page, "index")))
        .containsSubsequence("finishes", "direct", "early_exit", "tired", "kinds")
        .containsSubsequence(
            "kinds", "label", "true", "finish", "tired", "label", "true", "finish", "early_exit")
        .endsWith("codes", "ABACD");
  }

  /** More than a byte has values, and so more than a table of known reasons ever held. */
  @Test
  void thereIsRoomForAnyNumberOfFinishReasons() throws Exception {
    List<RankedPair> pairs = new ArrayList<>();
    for (int rank = 1; rank <= 300; rank++) {
      pairs.add(ended(rank, "reason_" + rank, 1));
    }
    List<String> values = values(data(page(pairs), "index"));
    assertThat(values).contains("reason_1", "reason_300");
    assertThat(values.get(values.size() - 1).chars().distinct()).hasSize(300);
  }

  @Test
  void showsBothPassesAndAllSamples() throws Exception {
    Samples samples =
        new Samples(
            Optional.of(0.25),
            List.of(
                new Samples.Chain(
                    Optional.of(new Relevance(0)), Optional.of(new Finish("answered")), 3, "<one>"),
                new Samples.Chain(Optional.empty(), Optional.empty(), 4, "two")));
    RankedPair pair =
        new RankedPair(
            1,
            standing(
                1,
                "answered",
                0,
                Optional.of(new Passes(Pass.THINKING, Optional.of(new Relevance(0))))),
            8,
            new PairTexts("q", "", "p", "<one>", samples, 0, 7, false, Optional.empty()));
    String page = page(List.of(pair));
    assertThat(values(data(page, "index")))
        .containsSubsequence("kinds", "finish", "answered", "decided", "thinking", "queries");
    assertThat(data(page, "ranking-0"))
        .contains("\"first\":{\"p\":0.5,\"label\":\"false\",\"rank\":8}")
        .contains("\"spread\":0.25")
        .contains(
            "\"samples\":[{\"p\":0.5,\"label\":\"false\",\"finish\":\"answered\",\"tokens\":3,")
        .contains("{\"tokens\":4,\"reasoning\":\"two\"}");
  }
}
