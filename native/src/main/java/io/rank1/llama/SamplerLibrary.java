package io.rank1.llama;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.rank1.llama.abi.SamplerFunction;
import io.rank1.llama.raw.GgmlApi;
import io.rank1.llama.raw.SamplerApi;
import java.util.Optional;

/**
 * The samplers of a llama.cpp, bound and recognised when they are first wanted. Safe for use by
 * several threads.
 */
final class SamplerLibrary {

  private final NativeLibrary llama;
  private final NativeLibrary ggml;
  private long[] greedy; // null until bound

  /**
   * @param ggml where the operations of graphs are
   */
  SamplerLibrary(NativeLibrary llama, NativeLibrary ggml) {
    this.llama = llama;
    this.ggml = ggml;
  }

  /**
   * Makes samplers for a context.
   *
   * @throws UnmetOptionsException when this build has none, or in another form
   */
  DeviceSamplers create(SamplingGraph sampling, int sequences) {
    return new DeviceSamplers(greedy(), sampling, sequences);
  }

  private synchronized long[] greedy() {
    if (greedy == null) {
      try {
        Native.register(SamplerApi.class, llama);
        Native.register(GgmlApi.class, ggml);
      } catch (UnsatisfiedLinkError e) {
        throw new UnmetOptionsException(
            "this llama.cpp has no backend sampling: " + LibraryLoader.loadersWords(e));
      }
      greedy = recognise();
    }
    return greedy;
  }

  private static long[] recognise() {
    long[] found = functions(SamplerApi.llama_sampler_init_greedy(), SamplerFunction.Known.GREEDY);
    functions(SamplerApi.llama_sampler_init_dist(0), SamplerFunction.Known.DIST);
    functions(SamplerApi.llama_sampler_init_top_k(1), SamplerFunction.Known.TOP_K);
    return found;
  }

  /** Reads a sampler's functions, and frees it. */
  private static long[] functions(Pointer sampler, SamplerFunction.Known known) {
    long[] pointers = sampler.getPointer(0).getLongArray(0, SamplerFunction.values().length);
    Optional<String> mismatch = known.mismatch(pointers);
    if (mismatch.isPresent()) { // its own function to free it may be another
      throw new UnmetOptionsException(
          "this llama.cpp has backend sampling of an unknown layout: " + mismatch.get());
    }
    SamplerApi.llama_sampler_free(sampler);
    return pointers;
  }
}
