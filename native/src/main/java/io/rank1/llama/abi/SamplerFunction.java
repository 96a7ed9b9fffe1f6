package io.rank1.llama.abi;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The functions of {@code llama_sampler_i} of {@code llama.h}, in the order of their pointers in
 * 0.5.0; earlier builds have fewer. As the struct has no defaults to be recognised by, it is
 * recognised by the functions that llama.cpp's own samplers leave out.
 */
public enum SamplerFunction {
  NAME,
  ACCEPT,
  APPLY,
  RESET,
  CLONE,
  FREE,
  BACKEND_INIT,
  BACKEND_ACCEPT,
  BACKEND_APPLY,
  BACKEND_SET_INPUT,
  BACKEND_RESET,
  COPY_STATE;

  /** Samplers of llama.cpp, and what they leave out. */
  public enum Known {
    GREEDY(ACCEPT, BACKEND_ACCEPT, BACKEND_SET_INPUT, BACKEND_RESET),
    DIST(BACKEND_ACCEPT),
    TOP_K(ACCEPT, RESET, BACKEND_ACCEPT, BACKEND_SET_INPUT, BACKEND_RESET);

    private final Set<SamplerFunction> absent;

    Known(SamplerFunction first, SamplerFunction... others) {
      this.absent = EnumSet.of(first, others);
    }

    /**
     * Compares a sampler's functions with what is expected of it.
     *
     * @param pointers the functions' addresses, one for each constant
     * @return what differs; empty when all is as expected
     */
    public Optional<String> mismatch(long[] pointers) {
      for (SamplerFunction function : SamplerFunction.values()) {
        boolean found = pointers[function.ordinal()] != 0;
        if (found == absent.contains(function)) {
          return Optional.of(
              String.format(
                  Locale.ROOT,
                  "%s %s %s of llama_sampler_i",
                  name().toLowerCase(Locale.ROOT),
                  found ? "has" : "lacks",
                  function.name().toLowerCase(Locale.ROOT)));
        }
      }
      return Optional.empty();
    }
  }
}
