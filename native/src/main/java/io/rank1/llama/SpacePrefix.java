package io.rank1.llama;

import com.sun.jna.Pointer;
import io.rank1.llama.raw.LlamaApi;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a vocabulary puts a blank that the text does not have. SentencePiece's vocabularies learned
 * the first word of a text with a blank in front of it, as they learned all others. What stands
 * between two special tokens is a run.
 */
enum SpacePrefix {
  /** Nowhere: byte-level vocabularies, and Gemma's. */
  NONE,
  /**
   * In front of each run, even one that begins with a blank: llama.cpp's own rule, and Hugging
   * Face's where a tokenizer is {@code legacy} (the normalizer {@code Prepend}): Llama 2, Mistral
   * 7B v0.1, Zephyr.
   */
  EACH_RUN,
  /**
   * In front of a prompt that does not begin with a special token or a blank, and nowhere else:
   * Hugging Face's rule where a tokenizer is not {@code legacy} (the pre-tokenizer {@code
   * Metaspace} with the scheme {@code first}). llama.cpp has no word for it.
   */
  FIRST_RUN;

  private static final String LLAMA_KEY = "tokenizer.ggml.add_space_prefix";

  /** What {@code rank1 convert} writes beside llama.cpp's key; its only value is "first". */
  private static final String OWN_KEY = "rank1.tokenizer.space_prefix";

  /** The rule of a model whose vocabulary is SentencePiece's ({@code llama_vocab::impl::load}). */
  static SpacePrefix ofSentencePiece(Pointer model) {
    if (value(model, LLAMA_KEY).equals(Optional.of("false"))) {
      return NONE;
    }
    return value(model, OWN_KEY).isPresent() ? FIRST_RUN : EACH_RUN;
  }

  private static Optional<String> value(Pointer model, String key) {
    byte[] value = new byte[16]; // more than any of the values takes
    int length =
        LlamaApi.llama_model_meta_val_str(model, LlamaModel.cString(key), value, value.length);
    return length < 0
        ? Optional.empty()
        : Optional.of(
            new String(value, 0, Math.min(length, value.length - 1), StandardCharsets.UTF_8));
  }

  /** Whether llama.cpp puts a blank in front of what it is given. */
  boolean isLlamasToo() {
    return this != NONE;
  }

  /**
   * Whether a run gets a blank.
   *
   * @param place where it stands
   */
  boolean appliesTo(Place place, String run) {
    return switch (this) {
      case NONE -> false;
      case EACH_RUN -> place != Place.GOING_ON;
      case FIRST_RUN -> place == Place.BEGIN && !run.startsWith(" ") && !run.startsWith("\u2581");
    };
  }

  /** Where a run stands. */
  enum Place {
    /** It begins a prompt, or stands behind a border: it is tokenized as a text of its own. */
    BEGIN,
    /** It follows a special token. */
    BEHIND_SPECIAL,
    /** It goes on where another text ended. */
    GOING_ON
  }
}
