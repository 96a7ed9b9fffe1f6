package io.rank1.llama;

import io.rank1.llama.abi.KvGeneration;
import java.util.List;
import java.util.Objects;

/**
 * What there is to plan with.
 *
 * @param memory bytes of the host's memory that can be allocated
 * @param cores physical cores
 * @param kv how the library's KV cache works
 * @param gpus the GPUs that may be used
 * @param gpuMemory bytes of their memory that are free, over all of them
 */
record Machine(long memory, int cores, KvGeneration kv, List<Device> gpus, long gpuMemory) {

  Machine {
    Objects.requireNonNull(kv, "kv");
    gpus = List.copyOf(gpus);
    if (cores < 1) {
      throw new IllegalArgumentException("a machine of " + cores + " cores");
    }
  }

  /** A machine whose GPUs, if any, are left alone. */
  static Machine withoutGpu(long memory, int cores, KvGeneration kv) {
    return new Machine(memory, cores, kv, List.of(), 0);
  }

  /** {@code LLAMA_MAX_SEQ}, and what {@link LlamaOptions} allows where there is no such limit. */
  int mostSequences() {
    return kv == KvGeneration.MEMORY ? 256 : 1024;
  }

  boolean canSplitCache() {
    return kv == KvGeneration.MEMORY;
  }

  boolean canSample() {
    return kv == KvGeneration.MEMORY;
  }
}
