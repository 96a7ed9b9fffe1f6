package io.rank1.llama.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The architectures that are taken, and what llama.cpp's code of each ({@code load_tensors} and the
 * graphs in llama-model.cpp) demands of a file. All have a plain attention cache and are dense.
 */
enum Architecture {
  /** Heads fill the embedding. */
  QWEN2(Support.SUPPORTED, Output.OWN_OR_TIED),
  LLAMA(Support.SUPPORTED, Output.OWN_OR_TIED),
  /** Normalizes each head of queries and keys. */
  QWEN3(Support.SUPPORTED, Output.OWN_OR_TIED),
  GEMMA(Support.SUPPORTED, Output.TIED),
  EXAONE(Support.UNTESTED, Output.OWN_OR_TIED),
  GEMMA2(Support.UNTESTED, Output.OWN_OR_TIED),
  GEMMA3(Support.UNTESTED, Output.OWN_OR_TIED),
  GRANITE(Support.UNTESTED, Output.OWN_OR_TIED),
  INTERNLM2(Support.UNTESTED, Output.OWN),
  OLMO2(Support.UNTESTED, Output.OWN),
  PHI3(Support.UNTESTED, Output.OWN_OR_TIED);

  /** Where the output matrix can be. */
  enum Output {
    /** In {@code output.weight}; the embedding is never taken for it. */
    OWN,
    /** In {@code output.weight}, else the embedding. */
    OWN_OR_TIED,
    /** The embedding; {@code output.weight} is not read. */
    TIED
  }

  private final Support support;
  private final Output output;

  Architecture(Support support, Output output) {
    this.support = support;
    this.output = output;
  }

  /** The value of {@code general.architecture}. */
  String ggufName() {
    return name().toLowerCase(Locale.ROOT);
  }

  Support support() {
    return support;
  }

  Output output() {
    return output;
  }

  /** Reads the architecture, and refuses one that is not taken. */
  static Architecture of(Demands demands) {
    String name = demands.string("general.architecture");
    Optional<Architecture> known =
        Arrays.stream(values()).filter(a -> a.ggufName().equals(name)).findFirst();
    return known.orElseThrow(
        () ->
            demands.unusable(
                "the architecture '" + name + "' is not supported",
                "use a model of one of "
                    + Arrays.stream(values())
                        .map(Architecture::ggufName)
                        .sorted()
                        .collect(Collectors.joining(", "))));
  }
}
