package io.rank1.core;

/** Is told of every pair that ends. */
@FunctionalInterface
public interface PairListener {

  /**
   * A pair has ended, scored or not. Must be quick; what it throws is logged and goes no further.
   */
  void ended(PairOutcome outcome);
}
