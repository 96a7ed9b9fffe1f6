package io.rank1.models.synthetic;

import java.util.Locale;
import java.util.Objects;

/**
 * The size of a decoder.
 *
 * @param architecture the architecture; in Qwen2, heads times headDim is hidden, and in Gemma the
 *     output is tied
 * @param layers decoder blocks
 * @param hidden width of the residual stream
 * @param heads query heads
 * @param kvHeads key and value heads, a divisor of heads
 * @param headDim width of a head, even
 * @param ffn width of the feed-forward block
 * @param contextLength tokens of context that the model states
 * @param ropeBase base of the rotary position embedding
 * @param rmsEps epsilon of every norm
 * @param output where the output matrix comes from
 */
public record ModelShape(
    Architecture architecture,
    int layers,
    int hidden,
    int heads,
    int kvHeads,
    int headDim,
    int ffn,
    int contextLength,
    float ropeBase,
    float rmsEps,
    Output output) {
  /** Qwen2.5-0.5B, the base of rank1-0.5b. */
  public static final ModelShape QWEN2_5_0_5B =
      new ModelShape(
          Architecture.QWEN2, 24, 896, 14, 2, 64, 4864, 32_768, 1e6f, 1e-6f, Output.TIED);

  /** Qwen2.5-1.5B, the base of rank1-1.5b. */
  public static final ModelShape QWEN2_5_1_5B =
      new ModelShape(
          Architecture.QWEN2, 28, 1536, 12, 2, 128, 8960, 32_768, 1e6f, 1e-6f, Output.TIED);

  /** Qwen2.5-7B, the base of rank1-7b. */
  public static final ModelShape QWEN2_5_7B =
      new ModelShape(
          Architecture.QWEN2, 28, 3584, 28, 4, 128, 18_944, 32_768, 1e6f, 1e-6f, Output.UNTIED);

  /** The size of no real model, to try things out. */
  public static final ModelShape TINY =
      new ModelShape(
          Architecture.QWEN2, 4, 256, 4, 2, 64, 1024, 32_768, 1e6f, 1e-6f, Output.UNTIED);

  /** Where the output matrix comes from. */
  public enum Output {
    /** The token embedding serves as the output matrix. */
    TIED,
    /** The output matrix is a tensor of its own. */
    UNTIED
  }

  /**
   * Validates the sizes.
   *
   * @throws IllegalArgumentException if a size is not positive or does not go with the others
   */
  public ModelShape {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(output, "output");
    requirePositive("layers", layers);
    requirePositive("hidden", hidden);
    requirePositive("heads", heads);
    requirePositive("kvHeads", kvHeads);
    requirePositive("headDim", headDim);
    requirePositive("ffn", ffn);
    requirePositive("contextLength", contextLength);
    requirePositive("ropeBase", ropeBase);
    requirePositive("rmsEps", rmsEps);
    if (heads % kvHeads != 0) {
      throw new IllegalArgumentException(heads + " heads do not share " + kvHeads + " evenly");
    }
    if (headDim % 2 != 0) {
      throw new IllegalArgumentException("headDim is odd: " + headDim);
    }
    if (architecture == Architecture.QWEN2 && Math.multiplyExact(heads, headDim) != hidden) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "in Qwen2 heads * headDim is hidden, here %d * %d and %d",
              heads,
              headDim,
              hidden));
    }
    if (architecture == Architecture.GEMMA && output != Output.TIED) {
      throw new IllegalArgumentException("in Gemma the embedding is the output matrix");
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " is not positive: " + value);
    }
  }
}
