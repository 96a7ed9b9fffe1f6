package io.rank1.llama.raw;

import com.sun.jna.Pointer;

/** The functions whose signatures are the same in every supported build. */
public final class LlamaApi {

  private LlamaApi() {}

  public static native void llama_log_set(LogCallback callback, Pointer userData);

  public static native void llama_backend_init();

  public static native ParamsStruct llama_model_default_params();

  public static native ParamsStruct llama_context_default_params();

  public static native Pointer llama_model_load_from_file(byte[] path, ParamsStruct params);

  public static native void llama_model_free(Pointer model);

  public static native int llama_model_n_layer(Pointer model);

  public static native int llama_model_meta_val_str(
      Pointer model, byte[] key, byte[] buffer, long length);

  public static native Pointer llama_init_from_model(Pointer model, ParamsStruct params);

  public static native void llama_free(Pointer context);

  public static native void llama_set_n_threads(Pointer context, int threads, int batchThreads);

  public static native int llama_n_threads(Pointer context);

  public static native Pointer llama_model_get_vocab(Pointer model);

  public static native int llama_vocab_n_tokens(Pointer vocab);

  public static native int llama_vocab_bos(Pointer vocab);

  public static native byte llama_vocab_get_add_bos(Pointer vocab);

  public static native byte llama_vocab_is_eog(Pointer vocab, int token);

  public static native int llama_vocab_get_attr(Pointer vocab, int token);

  public static native int llama_vocab_type(Pointer vocab);

  public static native int llama_tokenize(
      Pointer vocab,
      byte[] text,
      int textLength,
      int[] tokens,
      int maxTokens,
      byte addSpecial,
      byte parseSpecial);

  public static native int llama_token_to_piece(
      Pointer vocab, int token, byte[] buffer, int length, int leftStrip, byte special);

  public static native int llama_decode(Pointer context, BatchStruct batch);

  public static native void llama_synchronize(Pointer context);

  public static native Pointer llama_get_logits(Pointer context);
}
