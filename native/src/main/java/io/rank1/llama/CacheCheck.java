package io.rank1.llama;

import io.rank1.llama.check.ModelSummary;

/** Refuses KV caches on which llama.cpp would end the process, or which it refuses late. */
final class CacheCheck {

  /** Numbers of a block in {@code q8_0} and {@code q4_0}. */
  private static final int BLOCK = 32;

  private CacheCheck() {}

  /**
   * @throws UnmetOptionsException when cache types and flash attention do not go with each other or
   *     the model, or so many pairs at once not with the library
   */
  static void check(Machine machine, ModelSummary model, LlamaOptions asked) {
    boolean isF32 = asked.cacheK() == CacheType.F32 || asked.cacheV() == CacheType.F32;
    boolean needsFlash = asked.cacheV().isQuantized();
    if (isF32 && !machine.canSplitCache()) {
      if (asked.flashAttention() == FlashAttention.ON) {
        throw new UnmetOptionsException(
            "the embedded llama.cpp has no flash attention on a KV cache in f32; leave one of them");
      }
      if (needsFlash) {
        throw new UnmetOptionsException(
            "the embedded llama.cpp cannot have f32 keys beside " + asked.cacheV() + " values");
      }
    }
    requireBlocks(asked.cacheK(), model.headDimK(), "keys");
    requireBlocks(asked.cacheV(), model.headDimV(), "values");
    if (asked.parallel() > machine.mostSequences()) {
      throw new UnmetOptionsException(
          "at most "
              + machine.mostSequences()
              + " pairs can be computed at once by this llama.cpp, not "
              + asked.parallel());
    }
  }

  private static void requireBlocks(CacheType type, int width, String what) {
    if (type.isQuantized() && width % BLOCK != 0) {
      throw new UnmetOptionsException(
          "the model's " + what + " of " + width + " numbers a head cannot be cached as " + type);
    }
  }
}
