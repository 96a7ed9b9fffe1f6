package io.rank1.llama;

/** How the KV cache stores its numbers; ids as in {@code enum ggml_type}. */
public enum CacheType {
  F32(0, 4),
  F16(1, 2),
  /** Blocks of 32 bytes and a half-precision scale. */
  Q8_0(8, 34 / 32.0),
  /** Blocks of 32 half-bytes and a half-precision scale. */
  Q4_0(2, 18 / 32.0);

  private final int ggmlId;
  private final double bytes;

  CacheType(int ggmlId, double bytes) {
    this.ggmlId = ggmlId;
    this.bytes = bytes;
  }

  int ggmlId() {
    return ggmlId;
  }

  /** Bytes of one number, scales included. */
  double bytes() {
    return bytes;
  }

  /** Whether numbers share a scale. */
  boolean isQuantized() {
    return this == Q8_0 || this == Q4_0;
  }
}
