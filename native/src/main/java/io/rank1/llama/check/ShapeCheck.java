package io.rank1.llama.check;

import java.util.Set;

/**
 * The numbers of a decoder, checked as {@code llama_model::load_hparams} and the graphs of the
 * architectures need them.
 */
record ShapeCheck(
    Architecture architecture,
    int layers,
    int embedding,
    int heads,
    int kvHeads,
    int headDim,
    int contextLength) {
  /** What llama_rope_scaling_type_from_string knows; another value is asserted against. */
  private static final Set<String> ROPE_SCALINGS = Set.of("none", "linear", "yarn", "longrope");

  private static final int MAX_LAYERS = 512; // LLAMA_MAX_LAYERS
  private static final int MAX_WIDTH = 1 << 20;
  private static final int MAX_POOLING = 4; // LLAMA_POOLING_TYPE_RANK

  static ShapeCheck of(Demands demands) {
    Architecture architecture = Architecture.of(demands);
    String prefix = architecture.ggufName() + ".";
    int layers = demands.uint32(prefix + "block_count", 1, MAX_LAYERS);
    int embedding = demands.uint32(prefix + "embedding_length", 1, MAX_WIDTH);
    int contextLength = demands.uint32(prefix + "context_length", 1, Integer.MAX_VALUE);
    demands.ofLayers(prefix + "feed_forward_length", layers, 1, MAX_WIDTH);
    int heads = demands.ofLayers(prefix + "attention.head_count", layers, 1, MAX_WIDTH);
    String ofKv = prefix + "attention.head_count_kv";
    int kvHeads = demands.has(ofKv) ? demands.ofLayers(ofKv, layers, 1, heads) : heads;
    demands.require(
        heads % kvHeads == 0, "%d heads do not share %d KV heads evenly", heads, kvHeads);
    int headDim = headDim(prefix, embedding, heads, demands);
    checkRope(prefix, architecture.support(), headDim, demands);
    if (architecture == Architecture.QWEN2) {
      demands.require(
          (long) heads * headDim == embedding,
          "in qwen2 heads * head width is the embedding length, here %d * %d and %d",
          heads,
          headDim,
          embedding);
    }
    String eps = prefix + "attention.layer_norm_rms_epsilon";
    demands.require(demands.has(eps), "it has no %s", eps);
    demands.positiveFloat(eps);
    demands.uint32(prefix + "vocab_size", 1, Integer.MAX_VALUE, 1);
    demands.uint32(prefix + "pooling_type", 0, MAX_POOLING, 0);
    int experts = demands.uint32(prefix + "expert_count", 0, Integer.MAX_VALUE, 0);
    demands.uint32(prefix + "expert_used_count", 0, experts, 0);
    demands.require(experts == 0, "it has %d experts, supported are none", experts);
    return new ShapeCheck(architecture, layers, embedding, heads, kvHeads, headDim, contextLength);
  }

  private static int headDim(String prefix, int embedding, int heads, Demands demands) {
    String keyLength = prefix + "attention.key_length";
    if (!demands.has(keyLength)) {
      demands.require(
          embedding % heads == 0,
          "an embedding of %d does not divide into %d heads",
          embedding,
          heads);
    }
    int headDim = demands.uint32(keyLength, 1, MAX_WIDTH, embedding / heads);
    int valueDim =
        demands.uint32(prefix + "attention.value_length", 1, MAX_WIDTH, embedding / heads);
    demands.require(
        headDim == valueDim,
        "keys of width %d and values of width %d are not supported",
        headDim,
        valueDim);
    demands.require(headDim > 0 && headDim % 2 == 0, "the width of a head is odd: %d", headDim);
    return headDim;
  }

  private static void checkRope(String prefix, Support support, int headDim, Demands demands) {
    String key = prefix + "rope.dimension_count";
    int rope = demands.uint32(key, 2, MAX_WIDTH, headDim);
    demands.require(
        rope == headDim || support == Support.UNTESTED && rope < headDim && rope % 2 == 0,
        "%s is %d, and a head is %d wide",
        key,
        rope,
        headDim);
    demands.positiveFloat(prefix + "rope.freq_base");
    demands.positiveFloat(prefix + "rope.scaling.factor");
    demands.positiveFloat(prefix + "rope.scale_linear");
    demands.flag(prefix + "rope.scaling.finetuned");
    String scaling = demands.optionalString(prefix + "rope.scaling.type").orElse("none");
    demands.require(ROPE_SCALINGS.contains(scaling), "the rope scaling '%s' is unknown", scaling);
  }
}
