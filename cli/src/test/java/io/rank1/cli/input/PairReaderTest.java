package io.rank1.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.profile.PromptRules.TitlePlace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairReaderTest {

  private static final Optional<PairIds> IDS = Optional.of(new PairIds("q1", "d1"));

  private static List<PairRow> read(byte[] bytes) throws InputException {
    return read(new ByteArrayInputStream(bytes));
  }

  private static List<PairRow> read(InputStream in) throws InputException {
    List<PairRow> rows = new ArrayList<>();
    try (PairReader reader = new PairReader("p.tsv", in, TitlePlace.FIELD)) {
      reader.requirePair();
      for (Optional<PairRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static PairRow row(long line, String query, String passage) {
    return new PairRow(line, Optional.empty(), new RerankRequest(query, passage));
  }

  @Test
  void readsTwoColumns() throws Exception {
    assertThat(read(utf8("a\tb\n\tempty query\nc\t")))
        .containsExactly(row(1, "a", "b"), row(2, "", "empty query"), row(3, "c", ""));
  }

  @Test
  void readsFourColumns() throws Exception {
    assertThat(read(utf8("q1\td1\ta\tb\n")))
        .containsExactly(new PairRow(1, IDS, new RerankRequest("a", "b")));
  }

  @Test
  void readsABudgetPerPair() throws Exception {
    RerankRequest none = RerankRequest.builder("a", "b").maxThinkTokens(0).build();
    RerankRequest many = RerankRequest.builder("c", "d").maxThinkTokens(512).build();
    assertThat(read(utf8("a\tb\t0\nc\td\t512\n")))
        .containsExactly(
            new PairRow(1, Optional.empty(), none), new PairRow(2, Optional.empty(), many));
    assertThat(read(utf8("q1\td1\tc\td\t512\n"))).containsExactly(new PairRow(1, IDS, many));
  }

  @Test
  void readsJsonLines() throws Exception {
    RerankRequest full =
        RerankRequest.builder("a\tb", "c").instruction("i").maxThinkTokens(7).build();
    String first =
        "{\"qid\":\"q1\",\"docid\":\"d1\",\"passage\":\"c\",\"query\":\"a\\tb\",\"score\":[{}],"
            + "\"instruction\":\"i\",\"max_think_tokens\":7}";
    String second = "{ \"query\": \"\", \"passage\": \"é\", \"qid\": 12, \"docid\": \"x\"}";
    assertThat(read(utf8(first + "\r\n" + second + "\n\n")))
        .containsExactly(
            new PairRow(1, IDS, full),
            new PairRow(2, Optional.of(new PairIds("12", "x")), new RerankRequest("", "é")));
  }

  @Test
  void readsTitlesAndPutsThemWherePromptsHaveThem() throws Exception {
    String line = "{\"query\":\"q\",\"title\":\"t\",\"passage\":\"p\"}\n";
    String none = "{\"query\":\"q\",\"title\":null,\"passage\":\" p\"}\n";
    RerankRequest titled = RerankRequest.builder("q", "p").title("t").build();
    assertThat(read(utf8(line + none)))
        .containsExactly(new PairRow(1, Optional.empty(), titled), row(2, "q", " p"));
    InputStream in = new ByteArrayInputStream(utf8(line + none));
    try (PairReader reader = new PairReader("p.jsonl", in, TitlePlace.BEFORE_PASSAGE)) {
      assertThat(reader.next()).contains(row(1, "q", "t p"));
      assertThat(reader.next()).contains(row(2, "q", " p"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"query\":\"a\"}|the field passage is missing",
        "{\"query\":\"a\",\"passage\":3}|the field passage is no text",
        "{\"query\":\"a\",\"passage\":\"b\",\"title\":3}|the field title is no text",
        "{\"query\":\"a\",\"passage\":\"b\",\"max_think_tokens\":\"7\"}|is no whole number",
        "{\"query\":\"a\",\"passage\":\"b\",\"max_think_tokens\":-7}|is negative: -7",
        "{\"query\":\"a\",\"passage\":\"b\",\"qid\":\"1\"}|the field docid is missing",
        "{\"query\":\"a\",\"passage\":\"b\",\"query\":\"c\"}|uplicate",
        "{\"query\":\"a\",\"passage\":\"b\"} x|nrecognized token 'x'",
        "{\"query\":\"a\",\"passage\":\"b\"}{}|something follows the object",
        "{\"query\":\"a\",\"passage\":\"b|nexpected end",
      })
  void refusesBadObjects(String line, String complaint) {
    String good = "{\"query\":\"a\",\"passage\":\"b\"}\n";
    assertThatThrownBy(() -> read(utf8(good + line + "\n")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("p.tsv:2: ")
        .hasMessageContaining(complaint);
  }

  @Test
  void refusesIdentifiersThatOnlySomeObjectsHave() {
    String without = "{\"query\":\"a\",\"passage\":\"b\"}\n";
    String with = "{\"query\":\"a\",\"passage\":\"b\",\"qid\":\"1\",\"docid\":\"2\"}\n";
    assertThatThrownBy(() -> read(utf8(without + with)))
        .hasMessage("p.tsv:2: qid and docid, which the first line has not");
    assertThatThrownBy(() -> read(utf8(with + without)))
        .hasMessage("p.tsv:2: no qid and docid, which the first line has");
  }

  @Test
  void refusesABudgetThatIsNone() {
    assertThatThrownBy(() -> read(utf8("a\tb\t3\na\tb\tmany\n")))
        .hasMessage("p.tsv:2: the number of tokens of reasoning many is not a whole number");
    assertThatThrownBy(() -> read(utf8("a\tb\t-1\n"))).hasMessageContaining("is negative: -1");
  }

  @Test
  void toleratesByteOrderMarkCarriageReturnsAndBlankLinesAtTheEnd() throws Exception {
    assertThat(read(utf8("\uFEFFa\tb\r\nc\td\r\n\r\n \n")))
        .containsExactly(row(1, "a", "b"), row(2, "c", "d"));
  }

  @Test
  void unpacksGzipOfSeveralMembersFromASlowPipe() throws Exception {
    byte[] first = gzip(utf8("a\tb\nc"));
    byte[] both = Arrays.copyOf(first, first.length + gzip(utf8("\td\n")).length);
    System.arraycopy(gzip(utf8("\td\n")), 0, both, first.length, both.length - first.length);
    InputStream slow =
        new ByteArrayInputStream(both) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, 1));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };
    assertThat(read(slow)).containsExactly(row(1, "a", "b"), row(2, "c", "d"));
  }

  @Test
  void refusesDamagedGzip() throws Exception {
    byte[] packed = gzip(utf8("a\tb\n".repeat(100)));
    assertThatThrownBy(() -> read(Arrays.copyOf(packed, packed.length - 9)))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            "p\\.tsv:\\d+: damaged gzip: it ends too early \\(after \\d+ [^\n]*\\)");
    byte[] whole = gzip(utf8("a\tb\n"));
    byte[] twice = Packed.both(whole, whole);
    twice[whole.length + 1] ^= 1;
    assertThatThrownBy(() -> read(twice))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "p.tsv:2: damaged gzip: what follows a member is neither another one nor padding with"
                + " zeros (after %d packed bytes)",
            whole.length);
  }

  @Test
  void readsLinesLongerThanTheBuffer() throws Exception {
    String passage = "ü".repeat(200_000);
    assertThat(read(utf8("a\t" + passage + "\nb\tc\n")))
        .containsExactly(row(1, "a", passage), row(2, "b", "c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a                  | p.tsv:1: 1 column, expected 2 (query, passage) or 4 (qid, docid, query, passage), or behind them tokens of reasoning
          a,b,c              | p.tsv:1: 3 columns, expected 2 (query, passage) or 4 (qid, docid, query, passage), or behind them tokens of reasoning
          a,b;q,d,a,b        | p.tsv:2: 4 columns, expected 2 (query, passage)
          q,d,a,b;q,d,a      | p.tsv:2: 3 columns, expected 4 (qid, docid, query, passage)
          a,b;;c,d           | p.tsv:2: blank line
          ;a,b               | p.tsv:1: blank line
          q,,a,b             | p.tsv:1: an identifier is blank
          ;;                 | p.tsv: no pairs
          ''                 | p.tsv: no pairs
          """)
  void namesThePlaceOfABadLine(String table, String complaint) {
    String text = table.replace(',', '\t').replace(';', '\n');
    assertThatThrownBy(() -> read(utf8(text)))
        .isInstanceOf(InputException.class)
        .hasMessage(complaint);
  }

  @Test
  void namesTheLineOfInvalidUtf8() {
    byte[] bytes = utf8("a\tb\nc\tx\n");
    bytes[6] = (byte) 0xFF;
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(InputException.class)
        .hasMessage("p.tsv:2: invalid UTF-8; convert the file to UTF-8");
  }
}
