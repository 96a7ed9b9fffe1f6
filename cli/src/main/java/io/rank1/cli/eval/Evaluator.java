package io.rank1.cli.eval;

import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.Qrels;
import io.rank1.cli.trec.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures runs by the same judgements. Means are over all judged topics, as in ir_measures and
 * trec_eval -c: one that a run lacks counts 0. Topics without judgements are left out.
 */
public final class Evaluator {

  private final Qrels qrels;
  private final List<Measure> measures;

  /**
   * @param qrels what judges said
   * @param measures in the order in which they are shown
   */
  public Evaluator(Qrels qrels, List<Measure> measures) {
    this.qrels = Objects.requireNonNull(qrels, "qrels");
    this.measures = List.copyOf(measures);
  }

  /**
   * Measures a run.
   *
   * @param title what the run is called
   * @throws InputException when none of its topics was judged
   */
  public RunScores evaluate(String title, Run run) throws InputException {
    int common = (int) run.topics().stream().filter(qrels.topics()::contains).count();
    if (common == 0) {
      throw new InputException(
          "%s: none of its topics is judged in %s; do both belong to one collection?"
              .formatted(run.name(), qrels.name()));
    }
    Map<Measure, List<Double>> values = new LinkedHashMap<>();
    for (String topic : qrels.topics()) {
      JudgedRanking ranking = new JudgedRanking(run.ranking(topic), qrels.grades(topic));
      for (Measure measure : measures) {
        values.computeIfAbsent(measure, unused -> new ArrayList<>()).add(measure.value(ranking));
      }
    }
    RunScores.Coverage coverage =
        new RunScores.Coverage(run.topics().size() - common, qrels.topics().size() - common);
    return new RunScores(title, List.copyOf(qrels.topics()), values, coverage);
  }
}
