package io.rank1.llama;

/**
 * Whether the most likely token of a row is found by what computes the logits. If not, all logits
 * are handed to the host, 0.6 MB a sequence a step, which then looks for it. Of equal logits the
 * host takes the lowest token; a backend takes any.
 */
public enum BackendSampling {
  /** As it is known to be faster: off. */
  AUTO,
  ON,
  OFF;

  boolean isOn() {
    return this == ON;
  }
}
