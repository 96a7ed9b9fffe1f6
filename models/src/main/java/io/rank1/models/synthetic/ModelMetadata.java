package io.rank1.models.synthetic;

import io.rank1.models.gguf.GgufWriter;

/** The metadata that llama.cpp reads of a model with a byte-level BPE vocabulary. */
final class ModelMetadata {
  private ModelMetadata() {}

  /**
   * Starts a file with all metadata.
   *
   * @param fileType the number of {@code llama_ftype} in llama.h
   */
  static GgufWriter writer(String name, int fileType, ModelShape shape, Vocabulary vocabulary) {
    String model = shape.architecture().ggufName();
    GgufWriter writer =
        new GgufWriter()
            .string("general.architecture", model)
            .string("general.name", name)
            .uint32("general.file_type", fileType)
            .uint32(model + ".context_length", shape.contextLength())
            .uint32(model + ".embedding_length", shape.hidden())
            .uint32(model + ".block_count", shape.layers())
            .uint32(model + ".feed_forward_length", shape.ffn())
            .uint32(model + ".attention.head_count", shape.heads())
            .uint32(model + ".attention.head_count_kv", shape.kvHeads())
            .float32(model + ".rope.freq_base", shape.ropeBase())
            .float32(model + ".attention.layer_norm_rms_epsilon", shape.rmsEps());
    if (shape.architecture() != Architecture.QWEN2) {
      writer
          .uint32(model + ".attention.key_length", shape.headDim())
          .uint32(model + ".attention.value_length", shape.headDim());
    }
    if (shape.architecture() == Architecture.LLAMA) {
      writer
          .uint32(model + ".rope.dimension_count", shape.headDim())
          .uint32(model + ".vocab_size", vocabulary.size());
    }
    return writer
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", vocabulary.preTokenizer())
        .strings("tokenizer.ggml.tokens", vocabulary.tokens())
        .int32s(
            "tokenizer.ggml.token_type",
            vocabulary.types().stream().mapToInt(TokenType::id).toArray())
        .strings("tokenizer.ggml.merges", vocabulary.merges())
        .uint32("tokenizer.ggml.bos_token_id", vocabulary.bos())
        .uint32("tokenizer.ggml.eos_token_id", vocabulary.eos())
        .bool("tokenizer.ggml.add_bos_token", vocabulary.bosUse() == Vocabulary.BosUse.ADDED);
  }
}
