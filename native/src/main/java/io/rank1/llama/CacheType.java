package io.rank1.llama;

/** How the KV cache stores its numbers; ids as in {@code enum ggml_type}. */
public enum CacheType {
  F32(0, 4),
  F16(1, 2);

  private final int ggmlId;
  private final int bytes;

  CacheType(int ggmlId, int bytes) {
    this.ggmlId = ggmlId;
    this.bytes = bytes;
  }

  int ggmlId() {
    return ggmlId;
  }

  /** Bytes of one number. */
  int bytes() {
    return bytes;
  }
}
