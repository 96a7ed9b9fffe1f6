package io.rank1.cli.eval;

import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.QueryPair;
import io.rank1.cli.trec.QueryPairs;
import io.rank1.cli.trec.Run;
import io.rank1.cli.trec.ScoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Measures the pairwise accuracy of NevIR (arXiv:2305.07614): a pair counts 1 when each of its
 * queries has its own document above the other's, else 0. Other documents do not matter. Equal
 * scores are wrong, whatever the order of a ranking makes of them; of two documents of which the
 * run lacks one, the other is above.
 */
public final class QueryPairEvaluator implements Evaluator {

  private final QueryPairs pairs;

  /**
   * @param pairs what should be ranked how
   */
  public QueryPairEvaluator(QueryPairs pairs) {
    this.pairs = Objects.requireNonNull(pairs, "pairs");
  }

  @Override
  public RunScores evaluate(String title, Run run) throws InputException {
    List<Double> values = new ArrayList<>();
    int measured = 0;
    int queries = 0;
    int absent = 0;
    for (QueryPair pair : pairs.pairs()) {
      Side first = new Side(run, pair.first(), pair.second().docid());
      Side second = new Side(run, pair.second(), pair.first().docid());
      queries += (first.isThere() ? 1 : 0) + (second.isThere() ? 1 : 0);
      if (first.isThere() && second.isThere()) {
        measured++;
        absent += first.absent() + second.absent();
      }
      values.add(first.isRight() && second.isRight() ? 1.0 : 0.0);
    }
    if (measured == 0) {
      QueryPair pair = pairs.pairs().get(0);
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: it has both topics of no pair, such as %s and %s; do %s and the run belong together?",
              run.name(),
              pair.first().topic(),
              pair.second().topic(),
              pairs.name()));
    }
    return new RunScores(
        title,
        pairs.pairs().stream().map(QueryPair::id).toList(),
        Map.of(PairMeasure.PAIRWISE_ACCURACY, values),
        Coverage.ofPairs(run.topics().size() - queries, values.size() - measured, absent));
  }

  /** A query's ranking of the two documents. */
  private static final class Side {

    private final boolean there;
    private final OptionalDouble own;
    private final OptionalDouble other;

    Side(Run run, QueryPair.Half query, String otherDocid) {
      List<ScoredDocument> ranking = run.ranking(query.topic());
      there = !ranking.isEmpty();
      own = score(ranking, query.docid());
      other = score(ranking, otherDocid);
    }

    private static OptionalDouble score(List<ScoredDocument> ranking, String docid) {
      return ranking.stream()
          .filter(document -> document.docid().equals(docid))
          .mapToDouble(ScoredDocument::score)
          .findFirst();
    }

    boolean isThere() {
      return there;
    }

    int absent() {
      return (own.isPresent() ? 0 : 1) + (other.isPresent() ? 0 : 1);
    }

    boolean isRight() {
      return own.isPresent() && (other.isEmpty() || own.getAsDouble() > other.getAsDouble());
    }
  }
}
