package io.rank1.llama.abi;

import static io.rank1.llama.abi.ContextParam.*;
import static io.rank1.llama.abi.ModelParam.*;

import java.util.ArrayList;
import java.util.List;

/**
 * The binary interfaces that are known, one constant a build or range of builds. A layout is
 * recognised by the default values at its offsets, not by its size: builds exist that moved fields
 * at the same size.
 */
public enum AbiLayout {

  /** The library inside {@code de.kherud:llama} 4.2.0. */
  B4916(
      "b4916",
      StructLayout.of("llama_model_params", ModelParam.class)
          .pointer(DEVICES, 0)
          .int32(N_GPU_LAYERS, 8, 0)
          .int32(SPLIT_MODE, 12, 1)
          .int32(MAIN_GPU, 16, 0)
          .pointer(TENSOR_SPLIT, 24)
          .pointer(PROGRESS_CALLBACK, 32)
          .pointer(PROGRESS_CALLBACK_USER_DATA, 40)
          .pointer(KV_OVERRIDES, 48)
          .bool(VOCAB_ONLY, 56, false)
          .bool(USE_MMAP, 57, true)
          .bool(USE_MLOCK, 58, false)
          .bool(CHECK_TENSORS, 59, false)
          .build(),
      StructLayout.of("llama_context_params", ContextParam.class)
          .int32(N_CTX, 0, 512)
          .int32(N_BATCH, 4, 2048)
          .int32(N_UBATCH, 8, 512)
          .int32(N_SEQ_MAX, 12, 1)
          .int32(N_THREADS, 16, 4)
          .int32(N_THREADS_BATCH, 20, 4)
          .int32(ROPE_SCALING_TYPE, 24, -1)
          .int32(POOLING_TYPE, 28, -1)
          .int32(ATTENTION_TYPE, 32, -1)
          .float32(ROPE_FREQ_BASE, 36, 0)
          .float32(ROPE_FREQ_SCALE, 40, 0)
          .float32(YARN_EXT_FACTOR, 44, -1)
          .float32(YARN_ATTN_FACTOR, 48, 1)
          .float32(YARN_BETA_FAST, 52, 32)
          .float32(YARN_BETA_SLOW, 56, 1)
          .int32(YARN_ORIG_CTX, 60, 0)
          .float32(DEFRAG_THOLD, 64, -1)
          .pointer(CB_EVAL, 72)
          .pointer(CB_EVAL_USER_DATA, 80)
          .int32(TYPE_K, 88, 1)
          .int32(TYPE_V, 92, 1)
          .bool(LOGITS_ALL, 96, false)
          .bool(EMBEDDINGS, 97, false)
          .bool(OFFLOAD_KQV, 98, true)
          .bool(FLASH_ATTN, 99, false)
          .bool(NO_PERF, 100, true)
          .pointer(ABORT_CALLBACK, 104)
          .pointer(ABORT_CALLBACK_DATA, 112)
          .build());

  private final String build;
  private final StructLayout<ModelParam> model;
  private final StructLayout<ContextParam> context;

  AbiLayout(String build, StructLayout<ModelParam> model, StructLayout<ContextParam> context) {
    this.build = build;
    this.model = model;
    this.context = context;
  }

  /** The llama.cpp build that the layout was read from. */
  public String build() {
    return build;
  }

  public StructLayout<ModelParam> model() {
    return model;
  }

  public StructLayout<ContextParam> context() {
    return context;
  }

  /**
   * Finds the layout whose default values stand at its offsets in both structs.
   *
   * @param modelDefaults the words that {@code llama_model_default_params()} returned
   * @param contextDefaults the words that {@code llama_context_default_params()} returned
   * @throws UnknownLayoutException when none fits; it lists what differs from each
   */
  public static AbiLayout recognise(long[] modelDefaults, long[] contextDefaults)
      throws UnknownLayoutException {
    StringBuilder differences = new StringBuilder();
    for (AbiLayout layout : values()) {
      List<String> wrong = new ArrayList<>(layout.model.mismatches(modelDefaults));
      wrong.addAll(layout.context.mismatches(contextDefaults));
      if (wrong.isEmpty()) {
        return layout;
      }
      differences.append(differences.isEmpty() ? "" : "; ");
      differences.append("not ").append(layout.build).append(": ");
      differences.append(String.join(", ", wrong.subList(0, Math.min(3, wrong.size()))));
      differences.append(wrong.size() > 3 ? " and " + (wrong.size() - 3) + " more" : "");
    }
    throw new UnknownLayoutException(differences.toString());
  }
}
