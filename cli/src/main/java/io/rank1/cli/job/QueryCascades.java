package io.rank1.cli.job;

import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.output.Relevance;
import io.rank1.core.cascade.CascadeRanking;
import io.rank1.core.cascade.CascadeRule;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The cascades of a job's queries, made of the results of both passes when they are asked for. The
 * pairs of each query have to follow each other.
 */
final class QueryCascades implements Iterable<QueryCascades.QueryCascade> {

  /**
   * A query's cascade.
   *
   * @param from its first pair
   * @param to the pair behind its last
   * @param ranking of its pairs, in the order of the input
   */
  record QueryCascade(int from, int to, CascadeRanking ranking) {

    boolean has(int pair) {
      return pair >= from && pair < to;
    }
  }

  private final CascadeRule rule;
  private final JobPass first;
  private final JobPass second;

  QueryCascades(CascadeRule rule, JobPass first, JobPass second) {
    this.rule = rule;
    this.first = first;
    this.second = second;
  }

  /** The cascade of a pair's query. */
  QueryCascade of(int pair) {
    int from = begin(pair);
    int to = end(pair);
    double[] direct = new double[to - from];
    for (int i = 0; i < direct.length; i++) {
      direct[i] =
          first
              .results()
              .find(from + i)
              .flatMap(JournalEntry::relevance)
              .map(Relevance::logOdds)
              .orElse(Double.NaN);
    }
    CascadeRanking ranking = new CascadeRanking(rule, direct);
    for (int i = 0; i < direct.length; i++) {
      int index = i;
      second.results().find(from + i).ifPresent(entry -> tell(ranking, index, entry));
    }
    return new QueryCascade(from, to, ranking);
  }

  private static void tell(CascadeRanking ranking, int index, JournalEntry entry) {
    entry
        .relevance()
        .ifPresentOrElse(
            score -> ranking.thought(index, score.logOdds()), () -> ranking.failed(index));
  }

  private int begin(int pair) {
    int from = pair;
    while (from > 0 && first.plan().query(from - 1) == first.plan().query(pair)) {
      from--;
    }
    return from;
  }

  private int end(int pair) {
    int to = pair + 1;
    while (to < first.plan().size() && first.plan().query(to) == first.plan().query(pair)) {
      to++;
    }
    return to;
  }

  @Override
  public Iterator<QueryCascade> iterator() {
    return new Iterator<>() {

      private int from;

      @Override
      public boolean hasNext() {
        return from < first.plan().size();
      }

      @Override
      public QueryCascade next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        QueryCascade query = of(from);
        from = query.to();
        return query;
      }
    };
  }
}
