package io.rank1.cli.input;

import java.util.Optional;

/** What the columns of a table of pairs are. */
enum PairColumns {
  PLAIN(2, "query, passage"),
  WITH_IDS(4, "qid, docid, query, passage");

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
