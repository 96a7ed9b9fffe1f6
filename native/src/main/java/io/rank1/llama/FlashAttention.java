package io.rank1.llama;

/** Whether attention is computed in one fused operation. */
public enum FlashAttention {
  /** On: it was the faster one in every measurement on the embedded library. */
  AUTO,
  ON,
  OFF;

  boolean isOn() {
    return this != OFF;
  }
}
