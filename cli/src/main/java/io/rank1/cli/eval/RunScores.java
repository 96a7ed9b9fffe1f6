package io.rank1.cli.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How good a run is.
 *
 * @param run what the run is called
 * @param topics the judged topics in trec_eval's order, or the pairs that are measured
 * @param values the values of each measure, one for each topic, in their order
 * @param coverage how the topics of run and judgements fit together
 */
public record RunScores(
    String run, List<String> topics, Map<Measure, List<Double>> values, Coverage coverage) {

  /** Validates and copies the components. */
  public RunScores {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(coverage, "coverage");
    topics = List.copyOf(topics);
    Map<Measure, List<Double>> copy = new LinkedHashMap<>();
    for (Map.Entry<Measure, List<Double>> entry : values.entrySet()) {
      if (entry.getValue().size() != topics.size()) {
        throw new IllegalArgumentException(entry.getKey() + " is not there for every topic");
      }
      copy.put(entry.getKey(), List.copyOf(entry.getValue()));
    }
    values = Collections.unmodifiableMap(copy);
  }

  /** The mean over the judged topics, summed in their order as trec_eval does. */
  double mean(Measure measure) {
    double sum = 0;
    for (double value : values.get(measure)) {
      sum += value;
    }
    return sum / topics.size();
  }
}
