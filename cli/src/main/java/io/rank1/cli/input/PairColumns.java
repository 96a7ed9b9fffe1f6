package io.rank1.cli.input;

import io.rank1.core.pair.RerankRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the columns of a table of pairs are. */
enum PairColumns {
  PLAIN(2, "query, passage"),
  PLAIN_WITH_BUDGET(3, "query, passage, tokens of reasoning"),
  WITH_IDS(4, "qid, docid, query, passage"),
  WITH_IDS_AND_BUDGET(5, "qid, docid, query, passage, tokens of reasoning");

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+");

  /** What columns are called in headers, words joined by _. */
  private static final Set<String> HEADERS =
      Set.of(
          "qid",
          "query_id",
          "queryid",
          "q_id",
          "topic_id",
          "topic",
          "docid",
          "doc_id",
          "pid",
          "passage_id",
          "document_id",
          "corpus_id",
          "did",
          "id",
          "_id",
          "query",
          "query_text",
          "question",
          "querytext",
          "passage",
          "passage_text",
          "document",
          "document_text",
          "doc",
          "text",
          "context",
          "contents",
          "body",
          "title",
          "score",
          "label",
          "relevance",
          "rank",
          "max_think_tokens",
          "think_tokens",
          "budget");

  private final int count;
  private final String names;

  PairColumns(int count, String names) {
    this.count = count;
    this.names = names;
  }

  /** The columns of a table by its first line; a budget is a number there. */
  static Optional<PairColumns> of(String[] cells) {
    return Arrays.stream(values())
        .filter(columns -> columns.count == cells.length)
        .filter(
            columns -> !columns.hasBudget() || NUMBER.matcher(cells[cells.length - 1]).matches())
        .findFirst();
  }

  private boolean hasBudget() {
    return this == PLAIN_WITH_BUDGET || this == WITH_IDS_AND_BUDGET;
  }

  /**
   * Whether cells are the names of columns: each one of those that headers have, in small letters
   * or capitals. Of a pair both texts would have to be such a word.
   */
  static boolean areNames(String[] cells) {
    return cells.length > 1 && Arrays.stream(cells).allMatch(PairColumns::isName);
  }

  private static boolean isName(String cell) {
    String name = cell.strip().toLowerCase(Locale.ROOT).replaceFirst("^#\\s*", "");
    return HEADERS.contains(name.replaceAll("[- ]", "_"));
  }

  int count() {
    return count;
  }

  /** Number and names, as messages give them. */
  String describe() {
    return count + " (" + names + ")";
  }

  PairRow row(long line, String[] cells) {
    boolean hasIds = this == WITH_IDS || this == WITH_IDS_AND_BUDGET;
    int query = hasIds ? 2 : 0;
    RerankRequest.Builder request = RerankRequest.builder(cells[query], cells[query + 1]);
    if (hasBudget()) {
      request.maxThinkTokens(budget(cells[query + 2]));
    }
    return new PairRow(
        line,
        hasIds ? Optional.of(new PairIds(cells[0], cells[1])) : Optional.empty(),
        request.build());
  }

  /**
   * The most tokens of a pair's own reasoning.
   *
   * @throws IllegalArgumentException when that is no whole number from 0 on
   */
  static int budget(String text) {
    int tokens = WholeNumber.parse("number of tokens of reasoning", text);
    if (tokens < 0) {
      throw new IllegalArgumentException("the number of tokens of reasoning is negative: " + text);
    }
    return tokens;
  }

  /** What there may be, as messages give it. */
  static String describeAll() {
    return PLAIN.describe() + " or " + WITH_IDS.describe() + ", or behind them tokens of reasoning";
  }
}
