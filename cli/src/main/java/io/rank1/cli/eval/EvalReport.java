package io.rank1.cli.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Several runs by the same measures and judgements.
 *
 * @param qrels the judgements' file
 * @param measures in the order in which they are shown
 * @param runs one or more; the others are compared with the first
 */
public record EvalReport(String qrels, List<Measure> measures, List<RunScores> runs) {

  /** Validates and copies the components. */
  public EvalReport {
    Objects.requireNonNull(qrels, "qrels");
    measures = List.copyOf(measures);
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no runs");
    }
  }

  /** The run that others are compared with. */
  RunScores baseline() {
    return runs.get(0);
  }

  /** The runs that are compared with the first. */
  List<RunScores> compared() {
    return runs.subList(1, runs.size());
  }

  /** The p-value of a run's difference from the first, where there is one. */
  OptionalDouble pValue(RunScores run, Measure measure) {
    return PairedTest.pValue(baseline().values().get(measure), run.values().get(measure));
  }

  /** What a reader of the means should know, one line each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (RunScores run : runs) {
      run.coverage().notes().forEach(note -> notes.add(run.run() + ": " + note));
    }
    return notes;
  }
}
