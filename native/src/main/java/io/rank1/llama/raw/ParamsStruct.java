package io.rank1.llama.raw;

import com.sun.jna.Structure;

/**
 * {@code llama_model_params} or {@code llama_context_params} of any build, as opaque words: larger
 * than any of them, which is harmless for a last argument passed by value on x86-64 System V,
 * AArch64 and Win64.
 */
@Structure.FieldOrder("words")
public final class ParamsStruct extends Structure implements Structure.ByValue {

  /** The struct's memory, little-endian, zero beyond its end. */
  public long[] words = new long[32];
}
