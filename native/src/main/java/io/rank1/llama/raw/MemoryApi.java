package io.rank1.llama.raw;

import com.sun.jna.Pointer;

/** The KV cache calls of builds that have {@code llama_memory_*}. */
public final class MemoryApi {

  private MemoryApi() {}

  public static native Pointer llama_get_memory(Pointer context);

  public static native int llama_model_n_swa(Pointer model);

  public static native byte llama_memory_seq_rm(
      Pointer memory, int sequence, int fromPosition, int toPosition);

  public static native void llama_memory_seq_cp(
      Pointer memory, int from, int to, int fromPosition, int toPosition);
}
