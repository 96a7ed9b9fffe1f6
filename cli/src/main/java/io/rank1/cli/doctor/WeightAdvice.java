package io.rank1.cli.doctor;

import io.rank1.llama.host.CpuFeatures;

/**
 * Which types of weights a processor runs fastest, as far as it was measured (docs/PERFORMANCE.md,
 * "Weights for a CPU").
 */
public final class WeightAdvice {

  private WeightAdvice() {}

  /** One sentence for people, about a model that runs on the processor alone. */
  public static String of(CpuFeatures cpu) {
    if (cpu.vectors().contains("amx_int8")) {
      return "on this processor, which has matrix instructions, weights in Q8_0 and Q4_0 run fastest:"
          + " the newer llama.cpp reads prompts in them three times as fast as in other types";
    }
    return cpu.vectors().isEmpty()
        ? "which weights run fastest on this processor is not known; scripts/weights-bench finds out"
        : "on a processor without matrix instructions weights in Q4_0 run fastest: the newer llama.cpp"
            + " read prompts in them 1.8 times as fast as in Q8_0 where that was measured";
  }
}
