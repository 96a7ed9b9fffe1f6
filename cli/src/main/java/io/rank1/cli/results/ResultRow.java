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
 * @param entry what became of it, in the pass that decides; nothing for a candidate that was not to
 *     be scored
 * @param cascade what a job in two passes says beside that
 * @param list where a ranking by lists puts it, which has no entry of its own
 */
public record ResultRow(
    PairPlace place,
    OptionalInt rank,
    Optional<JournalEntry> entry,
    Optional<CascadeStanding> cascade,
    Optional<ListStanding> list) {

  public ResultRow {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(rank, "rank");
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(cascade, "cascade");
    Objects.requireNonNull(list, "list");
  }

  /** A pair without a rank. */
  public ResultRow(PairPlace place, Optional<JournalEntry> entry) {
    this(place, OptionalInt.empty(), entry, Optional.empty(), Optional.empty());
  }

  /** A pair without a rank, of a job in two passes. */
  public ResultRow(PairPlace place, JournalEntry entry, CascadeStanding cascade) {
    this(place, OptionalInt.empty(), Optional.of(entry), Optional.of(cascade), Optional.empty());
  }

  /** A candidate without a rank, of a ranking by lists. */
  public ResultRow(PairPlace place, ListStanding list) {
    this(place, OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.of(list));
  }

  ResultRow ranked(int newRank) {
    return new ResultRow(place, OptionalInt.of(newRank), entry, cascade, list);
  }

  /**
   * A number that orders as the ranking does: the log odds, where one pass decides; of lists their
   * score.
   */
  Optional<Double> runScore() {
    return list.isPresent() ? listScore() : byLogOdds();
  }

  private Optional<Double> listScore() {
    return list.flatMap(
        standing ->
            standing.score().isPresent()
                ? Optional.of(standing.score().getAsDouble())
                : Optional.empty());
  }

  private Optional<Double> byLogOdds() {
    return relevance().map(score -> cascade.map(CascadeStanding::logOdds).orElse(score.logOdds()));
  }

  /** The same in [0, 1]: P(true), where one pass decides; of lists as in runs. */
  Optional<Double> mtebScore() {
    return list.isPresent() ? listScore() : byProbability();
  }

  private Optional<Double> byProbability() {
    return relevance()
        .map(score -> cascade.map(CascadeStanding::probability).orElse(score.probability()));
  }

  Optional<Relevance> relevance() {
    return entry.flatMap(JournalEntry::relevance);
  }

  /** The identifiers, which every row of a ranking has. */
  PairIds requireIds() {
    return place.ids().orElseThrow();
  }
}
