package io.rank1.cli.results;

import io.rank1.cli.journal.JournalEntry;
import io.rank1.core.cascade.Pass;
import java.util.Objects;

/**
 * What a job in two passes says of a pair beside the result that decides its place.
 *
 * @param position in its query's ranking, from 0
 * @param logOdds a number that orders as the ranking does; NaN where there is no score
 * @param probability the same in [0, 1]
 * @param decidedBy whose result the deciding one is
 * @param firstPass what the first pass said
 */
public record CascadeStanding(
    int position, double logOdds, double probability, Pass decidedBy, JournalEntry firstPass) {

  public CascadeStanding {
    Objects.requireNonNull(decidedBy, "decidedBy");
    Objects.requireNonNull(firstPass, "firstPass");
  }
}
