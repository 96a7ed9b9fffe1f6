package io.rank1.cli.results;

import io.rank1.cli.input.PairIds;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.output.Relevance;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pair of an output.
 *
 * @param place where it stands in the input
 * @param rank its rank within its query, from 1; nothing in a table in the order of its input
 * @param entry what became of it; nothing for a candidate that was not to be scored
 */
public record ResultRow(PairPlace place, OptionalInt rank, Optional<JournalEntry> entry) {

  public ResultRow {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(rank, "rank");
    Objects.requireNonNull(entry, "entry");
  }

  /** A pair without a rank. */
  public ResultRow(PairPlace place, Optional<JournalEntry> entry) {
    this(place, OptionalInt.empty(), entry);
  }

  ResultRow ranked(int newRank) {
    return new ResultRow(place, OptionalInt.of(newRank), entry);
  }

  Optional<Relevance> relevance() {
    return entry.flatMap(JournalEntry::relevance);
  }

  /** The identifiers, which every row of a ranking has. */
  PairIds requireIds() {
    return place.ids().orElseThrow();
  }
}
