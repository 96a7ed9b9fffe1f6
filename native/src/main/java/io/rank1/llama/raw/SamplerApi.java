package io.rank1.llama.raw;

import com.sun.jna.Pointer;

/** Samplers, of builds in which they can run in the backend. */
public final class SamplerApi {

  private SamplerApi() {}

  /**
   * @param noPerf {@code llama_sampler_chain_params}, a struct of one {@code bool}, which is passed
   *     as the byte that it is
   */
  public static native Pointer llama_sampler_chain_init(byte noPerf);

  public static native void llama_sampler_chain_add(Pointer chain, Pointer sampler);

  public static native Pointer llama_sampler_init_greedy();

  public static native Pointer llama_sampler_init_dist(int seed);

  public static native Pointer llama_sampler_init_top_k(int k);

  public static native void llama_sampler_free(Pointer sampler);

  public static native int llama_get_sampled_token_ith(Pointer context, int position);

  public static native Pointer llama_get_sampled_logits_ith(Pointer context, int position);

  public static native int llama_get_sampled_logits_count_ith(Pointer context, int position);
}
