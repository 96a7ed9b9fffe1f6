package io.rank1.cli.job;

import io.rank1.cli.job.QueryCascades.QueryCascade;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.results.CascadeStanding;
import io.rank1.cli.results.ResultRow;
import io.rank1.core.cascade.CascadeRanking;
import io.rank1.core.cascade.Pass;
import io.rank1.core.cascade.RankingValues;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a cascade says of the pairs of a job whose direct pass is done. It remembers the query of
 * the pair that it was asked for last, so that pairs are best asked for in the order of the input.
 */
final class CascadeResults {

  private final QueryCascades cascades;
  private final JobPass first;
  private final JobPass second;
  private QueryCascade query;
  private int[] positions; // of the query's pairs in its ranking; made for the first row
  private RankingValues values;

  CascadeResults(QueryCascades cascades, JobPass first, JobPass second) {
    this.cascades = cascades;
    this.first = first;
    this.second = second;
  }

  private QueryCascade query(int pair) {
    if (query == null || !query.has(pair)) {
      query = cascades.of(pair);
      values = null;
    }
    return query;
  }

  /** The result that decides a pair's place; nothing while it is to be thought about. */
  Optional<JournalEntry> deciding(int pair) {
    QueryCascade its = query(pair);
    return its.ranking().isAsked(pair - its.from())
        ? second.results().find(pair)
        : first.results().find(pair);
  }

  /** The row of a pair, once there is nothing to be thought about any more. */
  ResultRow row(PairPlace place, int pair) {
    QueryCascade its = query(pair);
    CascadeRanking ranking = its.ranking();
    if (values == null) {
      values = new RankingValues(ranking);
      int[] order = ranking.order();
      positions = new int[order.length];
      for (int position = 0; position < order.length; position++) {
        positions[order[position]] = position;
      }
    }
    int index = pair - its.from();
    return new ResultRow(
        place,
        deciding(pair).orElseThrow(),
        new CascadeStanding(
            positions[index],
            values.logOdds(index),
            values.probability(index),
            ranking.decidedBy(index),
            first.results().find(pair).orElseThrow()));
  }

  /** What reasoning has done so far. */
  PassReport report() {
    int pairs = 0;
    int failures = 0;
    long promptTokens = 0;
    long completionTokens = 0;
    OptionalDouble certainty = OptionalDouble.empty();
    for (QueryCascade one : cascades) {
      boolean isOver = one.ranking().next().length == 0;
      for (int pair = one.from(); pair < one.to(); pair++) {
        boolean isAsked = one.ranking().decidedBy(pair - one.from()) == Pass.THINKING;
        Optional<JournalEntry> entry =
            isAsked ? second.results().find(pair) : Optional.<JournalEntry>empty();
        if (entry.isPresent()) {
          pairs++;
          failures += entry.get().relevance().isEmpty() ? 1 : 0;
          promptTokens += entry.get().promptTokens();
          completionTokens += entry.get().completionTokens();
        }
      }
      if (isOver && one.ranking().certainty().isPresent()) {
        double its = one.ranking().certainty().getAsDouble();
        certainty = OptionalDouble.of(Math.min(its, certainty.orElse(1)));
      }
    }
    return new PassReport("thinking", pairs, failures, promptTokens, completionTokens, certainty);
  }
}
