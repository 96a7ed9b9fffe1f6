package io.rank1.llama.raw;

import com.sun.jna.Pointer;

/** The KV cache calls of builds around b4916, before {@code llama_memory_*}. */
public final class KvSelfApi {

  private KvSelfApi() {}

  public static native byte llama_kv_self_seq_rm(
      Pointer context, int sequence, int fromPosition, int toPosition);

  public static native void llama_kv_self_seq_cp(
      Pointer context, int from, int to, int fromPosition, int toPosition);
}
