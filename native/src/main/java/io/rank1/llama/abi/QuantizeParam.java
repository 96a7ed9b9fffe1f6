package io.rank1.llama.abi;

/** Fields of {@code llama_model_quantize_params}, by their names in {@code llama.h}. */
public enum QuantizeParam {
  NTHREAD,
  FTYPE,
  OUTPUT_TENSOR_TYPE,
  TOKEN_EMBEDDING_TYPE,
  ALLOW_REQUANTIZE,
  QUANTIZE_OUTPUT_TENSOR,
  ONLY_COPY,
  PURE,
  KEEP_SPLIT,
  DRY_RUN,
  IMATRIX,
  KV_OVERRIDES,
  TT_OVERRIDES,
  PRUNE_LAYERS,
  MAX_BUF_SIZE
}
