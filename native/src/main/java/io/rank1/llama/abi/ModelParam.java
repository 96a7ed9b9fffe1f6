package io.rank1.llama.abi;

/** Fields of {@code llama_model_params}, by their names in {@code llama.h}. */
public enum ModelParam {
  DEVICES,
  N_GPU_LAYERS,
  SPLIT_MODE,
  MAIN_GPU,
  TENSOR_SPLIT,
  PROGRESS_CALLBACK,
  PROGRESS_CALLBACK_USER_DATA,
  KV_OVERRIDES,
  VOCAB_ONLY,
  USE_MMAP,
  USE_MLOCK,
  CHECK_TENSORS,
  TENSOR_BUFT_OVERRIDES,
  LOAD_MODE,
  LAZY_MODE,
  USE_EXTRA_BUFTS,
  NO_HOST,
  NO_ALLOC,
  LOAD_MTP
}
