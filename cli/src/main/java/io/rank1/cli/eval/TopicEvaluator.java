package io.rank1.cli.eval;

import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.NearIds;
import io.rank1.cli.trec.Qrels;
import io.rank1.cli.trec.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Measures runs by the same judgements. Means are over all judged topics, as in ir_measures and
 * trec_eval -c: one that a run lacks counts 0. Topics without judgements are left out.
 */
public final class TopicEvaluator implements Evaluator {

  private final Qrels qrels;
  private final List<TopicMeasure> measures;

  /**
   * @param qrels what judges said
   * @param measures in the order in which they are shown
   */
  public TopicEvaluator(Qrels qrels, List<TopicMeasure> measures) {
    this.qrels = Objects.requireNonNull(qrels, "qrels");
    this.measures = List.copyOf(measures);
  }

  @Override
  public RunScores evaluate(String title, Run given) throws InputException {
    Map<String, String> near = NearIds.match(qrels.topics(), given.topics());
    Run run = near.isEmpty() ? given : given.renamed(near);
    int common = (int) run.topics().stream().filter(qrels.topics()::contains).count();
    if (common == 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: none of its topics is judged in %s; do both belong to one collection?",
              run.name(),
              qrels.name()));
    }
    Map<Measure, List<Double>> values = new LinkedHashMap<>();
    for (String topic : qrels.topics()) {
      JudgedRanking ranking = new JudgedRanking(run.ranking(topic), qrels.grades(topic));
      for (TopicMeasure measure : measures) {
        values.computeIfAbsent(measure, unused -> new ArrayList<>()).add(measure.value(ranking));
      }
    }
    Coverage coverage =
        Coverage.ofTopics(
            run.topics().size() - common, qrels.topics().size() - common, near.size());
    return new RunScores(title, List.copyOf(qrels.topics()), values, coverage);
  }
}
