package io.rank1.cli.eval;

/** Measures of how two rankings go together, each with an evaluator of its own. */
public enum PairMeasure implements Measure {
  /** FollowIR's, of {@link InstructionEvaluator}. */
  P_MRR("p-MRR"),
  /** NevIR's, of {@link QueryPairEvaluator}. */
  PAIRWISE_ACCURACY("pairwise_accuracy");

  private final String title;

  PairMeasure(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
