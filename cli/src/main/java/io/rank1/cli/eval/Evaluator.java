package io.rank1.cli.eval;

import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.Run;

/** Measures runs, one after the other, by the same truth. */
public interface Evaluator {

  /**
   * Measures a run.
   *
   * @param title what the run is called
   * @throws InputException when it has nothing that can be measured
   */
  RunScores evaluate(String title, Run run) throws InputException;
}
