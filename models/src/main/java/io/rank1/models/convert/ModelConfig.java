package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code config.json} says of a decoder.
 *
 * @param architecture which one
 * @param layers decoder blocks
 * @param hidden width of the residual stream
 * @param ffn width of the feed-forward block
 * @param heads query heads
 * @param kvHeads key and value heads, a divisor of heads
 * @param headDim width of a head, even
 * @param statedHeadDim whether the width is stated, rather than being hidden / heads
 * @param vocabularySize rows of the embedding
 * @param contextLength tokens
 * @param rmsEps epsilon of every norm
 * @param rope rotary embedding
 * @param head what stands behind the decoder
 */
record ModelConfig(
    CheckpointArchitecture architecture,
    int layers,
    int hidden,
    int ffn,
    int heads,
    int kvHeads,
    int headDim,
    boolean statedHeadDim,
    int vocabularySize,
    int contextLength,
    float rmsEps,
    RopeConfig rope,
    OutputHead head) {
  /** What the engine's own check of model files allows. */
  private static final int MAX_LAYERS = 512;

  private static final int MAX_WIDTH = 1 << 20;
  private static final int MAX_HEAD_DIM = 1 << 12;
  static final int MAX_ROWS = 1 << 24;
  private static final int MAX_CONTEXT = 1 << 30;
  private static final String CONTEXT = "max_position_embeddings";
  private static final String WINDOW = "sliding_window";

  /**
   * Reads the sizes.
   *
   * @throws IOException if one is missing, out of range or does not go with the others, or if the
   *     architecture is another
   */
  static ModelConfig of(JsonObject json) throws IOException {
    String className = className(json);
    OutputHead head = head(json, className);
    CheckpointArchitecture architecture = CheckpointArchitecture.of(className, head).orElseThrow();
    int hidden = positive(json, "hidden_size", MAX_WIDTH);
    int heads = positive(json, "num_attention_heads", MAX_WIDTH);
    int kvHeads =
        json.has("num_key_value_heads") ? positive(json, "num_key_value_heads", MAX_WIDTH) : heads;
    boolean stated = json.has("head_dim");
    OptionalInt usual = architecture.usualHeadDim();
    boolean quotient = !stated && usual.isEmpty();
    require(
        json, !quotient || hidden % heads == 0, hidden + " do not divide into " + heads + " heads");
    int headDim = stated ? positive(json, "head_dim", MAX_HEAD_DIM) : usual.orElse(hidden / heads);
    require(json, heads % kvHeads == 0, heads + " heads do not share " + kvHeads + " evenly");
    require(json, headDim % 2 == 0, "the width of a head is odd: " + headDim);
    require(
        json,
        architecture != CheckpointArchitecture.QWEN2 || (long) heads * headDim == hidden,
        "in Qwen2 heads * width is the hidden size, here " + heads + " * " + headDim);
    requireActivation(json, architecture);
    double eps = json.number("rms_norm_eps").orElse(Double.NaN);
    require(json, eps > 0 && eps < 1, "rms_norm_eps is missing or not between 0 and 1");
    return new ModelConfig(
        architecture,
        positive(json, "num_hidden_layers", MAX_LAYERS),
        hidden,
        positive(json, "intermediate_size", MAX_WIDTH),
        heads,
        kvHeads,
        headDim,
        !quotient,
        positive(json, "vocab_size", MAX_ROWS),
        contextLength(json, architecture),
        (float) eps,
        RopeConfig.of(json),
        head);
  }

  /** The name in {@code architectures}. */
  String className() {
    return architecture.className(head);
  }

  /** The same with another number of rows of the embedding. */
  ModelConfig withVocabularySize(int rows) {
    return new ModelConfig(
        architecture,
        layers,
        hidden,
        ffn,
        heads,
        kvHeads,
        headDim,
        statedHeadDim,
        rows,
        contextLength,
        rmsEps,
        rope,
        head);
  }

  /** The same with a head for one label in the place of its own. */
  ModelConfig withOneLabel() {
    return new ModelConfig(
        architecture,
        layers,
        hidden,
        ffn,
        heads,
        kvHeads,
        headDim,
        statedHeadDim,
        vocabularySize,
        contextLength,
        rmsEps,
        rope,
        OutputHead.ONE_LABEL);
  }

  /** Newer files of Gemma have another key, which counts before the first. */
  private static void requireActivation(JsonObject json, CheckpointArchitecture architecture)
      throws IOException {
    List<String> known = architecture.activations();
    for (String key : List.of("hidden_activation", "hidden_act")) {
      Optional<String> found = json.string(key);
      if (found.isPresent()) {
        require(
            json,
            known.contains(found.get()),
            key + " is " + found.get() + ", not " + known.get(0));
        return;
      }
    }
  }

  /**
   * How many tokens the model states as its context. llama.cpp has every token attend to all before
   * it in these architectures; a model with a sliding window is the same within its window, and no
   * further. Mistral has one wherever its width is stated, Qwen2 where it also says so.
   */
  private static int contextLength(JsonObject json, CheckpointArchitecture architecture)
      throws IOException {
    int length = positive(json, CONTEXT, MAX_CONTEXT);
    boolean window =
        architecture == CheckpointArchitecture.MISTRAL
            ? json.has(WINDOW)
            : json.bool("use_sliding_window").orElse(false);
    return window ? Math.min(length, positive(json, WINDOW, MAX_CONTEXT)) : length;
  }

  /** What is to be known of a sliding window, in a line; empty without one. */
  static Optional<String> window(JsonObject json, ModelConfig config) throws IOException {
    long stated = json.integer(CONTEXT).orElse(0L);
    return stated <= config.contextLength()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "it has a sliding window of %d tokens, which llama.cpp does not know for this"
                    + " architecture: the file states that as its context, within which both are the"
                    + " same",
                config.contextLength()));
  }

  /** The class, which is one of {@link CheckpointArchitecture} with one of {@link OutputHead}. */
  private static String className(JsonObject json) throws IOException {
    List<Object> names = json.list("architectures").orElse(List.of());
    List<String> known =
        Arrays.stream(OutputHead.values())
            .flatMap(
                head ->
                    Arrays.stream(CheckpointArchitecture.values())
                        .filter(a -> a.canHave(head))
                        .map(a -> a.className(head)))
            .distinct()
            .toList();
    if (names.size() != 1 || !known.contains(String.valueOf(names.get(0)))) {
      throw new ConvertException(
          json.file(), "the architecture " + names + " is not one of " + String.join(", ", known));
    }
    return String.valueOf(names.get(0));
  }

  private static OutputHead head(JsonObject json, String className) throws IOException {
    Optional<Boolean> stated = json.bool("tie_word_embeddings");
    boolean usual =
        CheckpointArchitecture.of(className, OutputHead.TIED)
            .map(CheckpointArchitecture::isUsuallyTied)
            .orElse(false);
    OutputHead head = OutputHead.of(className, stated.orElse(usual)).orElseThrow();
    require(
        json,
        CheckpointArchitecture.of(className, head).isPresent(),
        "tie_word_embeddings is false, and llama.cpp takes the embedding of this architecture for"
            + " its output");
    return head;
  }

  private static int positive(JsonObject json, String key, int most) throws IOException {
    Optional<Long> value = json.integer(key);
    require(json, value.isPresent(), "it has no " + key);
    require(
        json,
        value.get() > 0 && value.get() <= most,
        key + " is " + value.get() + ", allowed are 1 to " + most);
    return value.get().intValue();
  }

  private static void require(JsonObject json, boolean holds, String rule) throws IOException {
    if (!holds) {
      throw new ConvertException(json.file(), rule);
    }
  }
}
