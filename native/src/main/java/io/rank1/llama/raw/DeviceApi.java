package io.rank1.llama.raw;

import com.sun.jna.Pointer;

/** What a device is ({@code ggml-backend.h}), in the library ggml-base. */
public final class DeviceApi {

  private DeviceApi() {}

  public static native Pointer ggml_backend_dev_name(Pointer device);

  public static native Pointer ggml_backend_dev_description(Pointer device);

  public static native int ggml_backend_dev_type(Pointer device);

  public static native void ggml_backend_dev_memory(Pointer device, long[] free, long[] total);
}
