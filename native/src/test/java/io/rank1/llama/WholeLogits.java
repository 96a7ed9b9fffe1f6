package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.runner.RunnerException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Every logit of the vocabulary, as llama.cpp computes it. */
final class WholeLogits {

  private WholeLogits() {}

  /** The logits after the last token, in single precision throughout. */
  static float[] of(Path file, int[] tokens) throws RunnerException {
    LlamaPlan plan = Fixtures.plan(256, 1, 256, CacheType.F32, FlashAttention.OFF);
    try (LlamaModel model = Fixtures.load(file);
        LlamaContext context = LlamaContext.create(model, plan, Optional.empty());
        LlamaBatch batch = new LlamaBatch(64, 1)) {
      for (int i = 0; i < tokens.length; i++) {
        batch.add(tokens[i], i, 0, i == tokens.length - 1);
      }
      assertThat(context.decode(batch)).isEqualTo(LlamaContext.Decoded.DONE);
      IntBuffer bits = context.logits(1);
      float[] logits = new float[model.vocabulary().size()];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = Float.intBitsToFloat(bits.get(i));
      }
      return logits;
    }
  }

  /** The largest difference of a logit, relative to the largest logit. */
  static double error(float[] logits, double[] expected) {
    assertThat(logits).hasSize(expected.length);
    double largest = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(logits[i] - expected[i]));
    }
    return error / largest;
  }
}
