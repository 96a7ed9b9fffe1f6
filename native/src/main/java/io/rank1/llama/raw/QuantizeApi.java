package io.rank1.llama.raw;

import com.sun.jna.Pointer;

/** Quantizing, which newer builds export. */
public final class QuantizeApi {

  private QuantizeApi() {}

  public static native ParamsStruct llama_model_quantize_default_params();

  public static native int llama_model_quantize(byte[] in, byte[] out, Pointer params);
}
