package io.rank1.llama;

/** Whether attention is computed in one fused operation. */
public enum FlashAttention {
  /** On where the library and the device can, which was the faster in every measurement. */
  AUTO(-1),
  ON(1),
  OFF(0);

  private final int llamaId;

  FlashAttention(int llamaId) {
    this.llamaId = llamaId;
  }

  /** The value of {@code enum llama_flash_attn_type}. */
  int llamaId() {
    return llamaId;
  }

  boolean isOn() {
    return this != OFF;
  }
}
