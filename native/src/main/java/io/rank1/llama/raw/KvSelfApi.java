package io.rank1.llama.raw;

import com.sun.jna.Pointer;

/** The KV cache calls of builds around b4916, before {@code llama_memory_*}. */
public final class KvSelfApi {

  private KvSelfApi() {}

  public static native byte llama_kv_self_seq_rm(
      Pointer context, int sequence, int fromPosition, int toPosition);

  public static native void llama_kv_self_seq_cp(
      Pointer context, int from, int to, int fromPosition, int toPosition);

  /** The struct owns memory until {@code llama_kv_cache_view_free}. */
  public static native CacheViewStruct llama_kv_cache_view_init(Pointer context, int sequences);

  public static native void llama_kv_cache_view_update(Pointer context, Pointer view);

  public static native void llama_kv_cache_view_free(Pointer view);
}
