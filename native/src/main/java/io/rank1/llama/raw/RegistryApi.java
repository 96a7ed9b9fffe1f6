package io.rank1.llama.raw;

import com.sun.jna.Pointer;

/** The registry of backends and devices ({@code ggml-backend.h}), in the library ggml. */
public final class RegistryApi {

  private RegistryApi() {}

  public static native void ggml_backend_load_all_from_path(byte[] folder);

  public static native long ggml_backend_dev_count();

  public static native Pointer ggml_backend_dev_get(long index);
}
