package io.rank1.core.failure;

import io.rank1.core.pair.RerankResult;

/** One pair that could not be scored, and why; others are not touched by it. */
public final class PairFailedException extends Rank1Exception {

  private static final long serialVersionUID = 1L;

  private final transient RerankResult result;

  /**
   * @param result what there is of the pair: its reasoning and figures, and the cause
   */
  public PairFailedException(RerankResult result) {
    super(result.failure().orElse(result.finish().name()));
    this.result = result;
  }

  /** What there is of the pair: its reasoning and figures, and the cause. */
  public RerankResult result() {
    return result;
  }
}
