package io.rank1.llama.abi;

import static io.rank1.llama.abi.ContextParam.*;
import static io.rank1.llama.abi.ModelParam.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The binary interfaces that are known, one constant a build or range of builds. A layout is
 * recognised by the default values at its offsets, not by its size: builds exist that moved fields
 * at the same size.
 */
public enum AbiLayout {

  /** The library inside {@code de.kherud:llama} 4.2.0. */
  B4916(
      "b4916",
      KvGeneration.SELF,
      CallNames.USUAL,
      Set.of("qwen3"),
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
          .int32(ContextParam.N_UBATCH, 8, 512)
          .int32(ContextParam.N_SEQ_MAX, 12, 1)
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
          .int32(ContextParam.TYPE_K, 88, 1)
          .int32(ContextParam.TYPE_V, 92, 1)
          .bool(LOGITS_ALL, 96, false)
          .bool(EMBEDDINGS, 97, false)
          .bool(OFFLOAD_KQV, 98, true)
          .bool(ContextParam.FLASH_ATTN, 99, false)
          .bool(NO_PERF, 100, true)
          .pointer(ABORT_CALLBACK, 104)
          .pointer(ABORT_CALLBACK_DATA, 112)
          .build()),

  /** The npm packages {@code @node-llama-cpp/*} 3.22.1. */
  V0_5_0(
      "0.5.0",
      KvGeneration.MEMORY,
      CallNames.USUAL,
      Set.of(),
      StructLayout.of("llama_model_params", ModelParam.class)
          .pointer(DEVICES, 0)
          .pointer(TENSOR_BUFT_OVERRIDES, 8)
          .int32(N_GPU_LAYERS, 16, -1)
          .int32(SPLIT_MODE, 20, 1)
          .int32(LOAD_MODE, 24, -1)
          .int32(LAZY_MODE, 28, 1)
          .int32(MAIN_GPU, 32, 0)
          .pointer(TENSOR_SPLIT, 40)
          .pointer(PROGRESS_CALLBACK, 48)
          .pointer(PROGRESS_CALLBACK_USER_DATA, 56)
          .pointer(KV_OVERRIDES, 64)
          .bool(VOCAB_ONLY, 72, false)
          .bool(CHECK_TENSORS, 73, false)
          .bool(USE_EXTRA_BUFTS, 74, true)
          .bool(NO_HOST, 75, false)
          .bool(NO_ALLOC, 76, false)
          .bool(LOAD_MTP, 77, false)
          .build(),
      StructLayout.of("llama_context_params", ContextParam.class)
          .int32(N_CTX, 0, 512)
          .int32(N_BATCH, 4, 2048)
          .int32(ContextParam.N_UBATCH, 8, 512)
          .int32(ContextParam.N_SEQ_MAX, 12, 1)
          .int32(N_RS_SEQ, 16, 0)
          .int32(N_OUTPUTS_MAX, 20, 0)
          .int32(N_OUTPUTS_MAX_PER_SEQ, 24, 1)
          .int32(N_THREADS, 28, 4)
          .int32(N_THREADS_BATCH, 32, 4)
          .int32(CTX_TYPE, 36, 0)
          .int32(ROPE_SCALING_TYPE, 40, -1)
          .int32(POOLING_TYPE, 44, -1)
          .int32(ATTENTION_TYPE, 48, -1)
          .int32(FLASH_ATTN_TYPE, 52, -1)
          .float32(ROPE_FREQ_BASE, 56, 0)
          .float32(ROPE_FREQ_SCALE, 60, 0)
          .float32(YARN_EXT_FACTOR, 64, -1)
          .float32(YARN_ATTN_FACTOR, 68, -1)
          .float32(YARN_BETA_FAST, 72, -1)
          .float32(YARN_BETA_SLOW, 76, -1)
          .int32(YARN_ORIG_CTX, 80, 0)
          .float32(DEFRAG_THOLD, 84, -1)
          .pointer(CB_EVAL, 88)
          .pointer(CB_EVAL_USER_DATA, 96)
          .int32(ContextParam.TYPE_K, 104, 1)
          .int32(ContextParam.TYPE_V, 108, 1)
          .pointer(ABORT_CALLBACK, 112)
          .pointer(ABORT_CALLBACK_DATA, 120)
          .bool(EMBEDDINGS, 128, false)
          .bool(OFFLOAD_KQV, 129, true)
          .bool(NO_PERF, 130, true)
          .bool(OP_OFFLOAD, 131, true)
          .bool(SWA_FULL, 132, true)
          .bool(KV_UNIFIED, 133, false)
          .pointer(SAMPLERS, 136)
          .pointer(N_SAMPLERS, 144)
          .pointer(CTX_OTHER, 152)
          .build()),

  /**
   * ik_llama.cpp as of August 2026. Behind its callbacks come pointers that are NULL by default, so
   * that values alone would not show a field that moved there: its structs have to have their size.
   */
  IK(
      "ik_llama.cpp",
      KvGeneration.SELF,
      CallNames.IK,
      Set.of(),
      StructLayout.of("llama_model_params", ModelParam.class)
          .pointer(DEVICE_NAMES, 0)
          .int32(N_GPU_LAYERS, 8, -1)
          .int32(SPLIT_MODE, 16, 1)
          .int32(MAIN_GPU, 20, 0)
          .int32(ModelParam.TYPE_K, 32, 1)
          .int32(ModelParam.TYPE_V, 36, 1)
          .int32(ModelParam.N_SEQ_MAX, 48, 1)
          .int32(ModelParam.N_UBATCH, 52, 512)
          .int32(AMB, 56, 256)
          .int32(ModelParam.N_K_FIRST, 88, -1)
          .int32(ModelParam.N_V_LAST, 100, -1)
          .int32(EXTRA_OUTPUT_TYPE, 104, 400)
          .pointer(TENSOR_SPLIT, 112)
          .pointer(FIT_MARGIN_ARRAY, 120)
          .pointer(RPC_SERVERS, 128)
          .pointer(PROGRESS_CALLBACK, 136)
          .pointer(PROGRESS_CALLBACK_USER_DATA, 144)
          .pointer(KV_OVERRIDES, 152)
          .pointer(TENSOR_BUFT_OVERRIDES, 160)
          .bool(VOCAB_ONLY, 168, false)
          .bool(USE_MMAP, 169, true)
          .bool(USE_MLOCK, 170, false)
          .bool(CHECK_TENSORS, 171, false)
          .bool(REPACK_TENSORS, 172, false)
          .bool(ModelParam.FLASH_ATTN, 179, true)
          .bool(SWA_COMPRESS, 181, false)
          .size(184)
          .build(),
      StructLayout.of("llama_context_params", ContextParam.class)
          .int32(SEED, 0, -1)
          .int32(N_CTX, 4, 512)
          .int32(N_BATCH, 8, 2048)
          .int32(ContextParam.N_UBATCH, 12, 512)
          .int32(ContextParam.N_SEQ_MAX, 16, 1)
          .int32(N_THREADS, 20, 4)
          .int32(N_THREADS_BATCH, 24, 4)
          .int32(MAX_EXTRA_ALLOC, 28, 256)
          .int32(WORST_CASE_TOKENS, 32, 0)
          .int32(ROPE_SCALING_TYPE, 36, -1)
          .int32(POOLING_TYPE, 40, -1)
          .int32(ATTENTION_TYPE, 44, -1)
          .float32(ROPE_FREQ_BASE, 48, 0)
          .float32(ROPE_FREQ_SCALE, 52, 0)
          .float32(YARN_EXT_FACTOR, 56, -1)
          .float32(YARN_ATTN_FACTOR, 60, -1)
          .float32(YARN_BETA_FAST, 64, -1)
          .float32(YARN_BETA_SLOW, 68, -1)
          .int32(YARN_ORIG_CTX, 72, 0)
          .float32(DEFRAG_THOLD, 76, -1)
          .pointer(CB_EVAL, 80)
          .pointer(CB_EVAL_USER_DATA, 88)
          .int32(ContextParam.TYPE_K, 96, 1)
          .int32(ContextParam.TYPE_V, 100, 1)
          .int32(IDX_TYPE_K, 104, 1)
          .int32(TYPE_REDUCE, 108, 1)
          .int32(TYPE_GRAPH_ATTN, 112, 1)
          .int32(ContextParam.N_K_FIRST, 132, -1)
          .int32(ContextParam.N_V_LAST, 144, -1)
          .bool(LOGITS_ALL, 148, false)
          .bool(EMBEDDINGS, 149, false)
          .bool(OFFLOAD_KQV, 150, true)
          .bool(ContextParam.FLASH_ATTN, 151, true)
          .int32(MLA_ATTN, 152, 3)
          .int32(ATTN_MAX_BATCH, 156, 256)
          .bool(FUSED_MOE_UP_GATE, 160, true)
          .bool(FUSED_UP_GATE, 162, true)
          .bool(FUSED_MMAD, 163, true)
          .bool(GRAPH_REUSE, 165, true)
          .bool(FUSED_IDX_TOPK, 167, true)
          .int32(DSA_TOP_K, 172, -1)
          .int32(MIN_EXPERTS, 176, -1)
          .int32(MTP_OP_TYPE, 200, 0)
          .pointer(ABORT_CALLBACK, 208)
          .pointer(ABORT_CALLBACK_DATA, 216)
          .pointer(OFFLOAD_POLICY, 224)
          .pointer(CUDA_PARAMS, 232)
          .size(240)
          .build());

  private final String build;
  private final KvGeneration kv;
  private final CallNames names;
  private final Set<String> laterArchitectures;
  private final StructLayout<ModelParam> model;
  private final StructLayout<ContextParam> context;

  AbiLayout(
      String build,
      KvGeneration kv,
      CallNames names,
      Set<String> laterArchitectures,
      StructLayout<ModelParam> model,
      StructLayout<ContextParam> context) {
    this.build = build;
    this.kv = kv;
    this.names = names;
    this.laterArchitectures = laterArchitectures;
    this.model = model;
    this.context = context;
  }

  /** The llama.cpp build that the layout was read from. */
  public String build() {
    return build;
  }

  /** How the KV cache is organised and called. */
  public KvGeneration kv() {
    return kv;
  }

  /** What its functions are called. */
  public CallNames names() {
    return names;
  }

  /**
   * Architectures that {@code ModelCheck} takes and the build's llama-arch.cpp does not name. No
   * function of a library tells which it knows.
   */
  public Set<String> laterArchitectures() {
    return laterArchitectures;
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
   * @param names what the library's functions are called
   * @param model what {@code llama_model_default_params()} returned
   * @param context what {@code llama_context_default_params()} returned
   * @throws UnknownLayoutException when none fits; it lists what differs from each
   */
  public static AbiLayout recognise(CallNames names, Defaults model, Defaults context)
      throws UnknownLayoutException {
    StringBuilder differences = new StringBuilder();
    for (AbiLayout layout : values()) {
      if (layout.names != names) {
        continue;
      }
      List<String> wrong = new ArrayList<>(layout.model.mismatches(model));
      wrong.addAll(layout.context.mismatches(context));
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
