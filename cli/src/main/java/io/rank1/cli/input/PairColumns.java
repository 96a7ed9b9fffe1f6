package io.rank1.cli.input;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the columns of a table of pairs are. */
enum PairColumns {
  PLAIN(2, "query, passage"),
  WITH_IDS(4, "qid, docid, query, passage");

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
          "rank");

  private final int count;
  private final String names;

  PairColumns(int count, String names) {
    this.count = count;
    this.names = names;
  }

  static Optional<PairColumns> ofCount(int count) {
    for (PairColumns columns : values()) {
      if (columns.count == count) {
        return Optional.of(columns);
      }
    }
    return Optional.empty();
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
    return switch (this) {
      case PLAIN -> new PairRow(line, Optional.empty(), cells[0], cells[1]);
      case WITH_IDS ->
          new PairRow(line, Optional.of(new PairIds(cells[0], cells[1])), cells[2], cells[3]);
    };
  }
}
