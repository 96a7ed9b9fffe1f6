package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a SentencePiece vocabulary puts a blank that the text does not have. A run is what stands
 * between two special tokens. By transformers' LlamaConverter and GemmaConverter.
 */
enum SpacePrefix {
  /** Nowhere: Gemma. */
  NONE,
  /** In front of each run: llama.cpp's own rule, and that of tokenizers which are "legacy". */
  EACH_RUN,
  /**
   * In front of a text that does not begin with a special token or a blank: tokenizers which are
   * not "legacy". llama.cpp has no word for it, so that the file says it by a key of our own.
   */
  FIRST_RUN;

  /** Is written for {@link #FIRST_RUN}, with the value {@link #FIRST}. */
  static final String KEY = "rank1.tokenizer.space_prefix";

  static final String FIRST = "first";

  private static final String MARK = "\u2581";

  /**
   * The rule of a {@code tokenizer.json}.
   *
   * @throws IOException if its normalizer or pre-tokenizer does anything else
   */
  static SpacePrefix of(JsonObject tokenizer) throws IOException {
    boolean prepends = false;
    boolean replaces = false;
    for (JsonObject step : steps(tokenizer, "normalizer", "normalizers")) {
      String type = step.string("type").orElse("?");
      if (type.equals("Prepend") && !replaces) {
        require(tokenizer, step.string("prepend").orElse("").equals(MARK), "its normalizer");
        prepends = true;
      } else {
        require(tokenizer, type.equals("Replace") && isBlankToMark(step), "its normalizer");
        replaces = true;
      }
    }
    List<JsonObject> before = steps(tokenizer, "pre_tokenizer", "pretokenizers");
    require(tokenizer, before.size() < 2, "its pre-tokenizer");
    if (replaces) {
      // A split at blanks does nothing any more.
      require(tokenizer, before.isEmpty() || isType(before.get(0), "Split"), "its pre-tokenizer");
      return prepends ? EACH_RUN : NONE;
    }
    require(tokenizer, !prepends && before.size() == 1, "its normalizer");
    return ofMetaspace(tokenizer, before.get(0));
  }

  private static SpacePrefix ofMetaspace(JsonObject tokenizer, JsonObject step) throws IOException {
    boolean whole = !step.bool("split").orElse(true);
    require(
        tokenizer,
        isType(step, "Metaspace") && whole && step.string("replacement").orElse("").equals(MARK),
        "its pre-tokenizer");
    boolean never = !step.bool("add_prefix_space").orElse(true);
    return switch (step.string("prepend_scheme").orElse(never ? "never" : "always")) {
      case "first" -> FIRST_RUN;
      case "never" -> NONE;
      default -> throw refused(tokenizer, "its pre-tokenizer");
    };
  }

  /** The rule where there is a {@code tokenizer.model} alone. */
  static SpacePrefix of(SentencePieceModel model, Optional<JsonObject> settings)
      throws IOException {
    Optional<Boolean> asked =
        settings.isPresent() ? settings.get().bool("add_prefix_space") : Optional.empty();
    if (!model.addsBlank() || !asked.orElse(true)) {
      return NONE;
    }
    boolean legacy = settings.isEmpty() || settings.get().bool("legacy").orElse(true);
    return legacy ? EACH_RUN : FIRST_RUN;
  }

  private static List<JsonObject> steps(JsonObject tokenizer, String key, String listKey)
      throws IOException {
    Optional<JsonObject> top = tokenizer.object(key);
    if (top.isEmpty()) {
      return List.of();
    }
    return isType(top.get(), "Sequence")
        ? new ArrayList<>(top.get().objects(listKey))
        : List.of(top.get());
  }

  private static boolean isBlankToMark(JsonObject step) throws IOException {
    Optional<JsonObject> pattern = step.object("pattern");
    return pattern.isPresent()
        && pattern.get().string("String").orElse("").equals(" ")
        && step.string("content").orElse("").equals(MARK);
  }

  private static boolean isType(JsonObject step, String type) throws IOException {
    return step.string("type").orElse("?").equals(type);
  }

  private static void require(JsonObject tokenizer, boolean holds, String what)
      throws ConvertException {
    if (!holds) {
      throw refused(tokenizer, what);
    }
  }

  private static ConvertException refused(JsonObject tokenizer, String what) {
    return new ConvertException(
        tokenizer.file(),
        what
            + " is not one of Llama 2, Mistral 7B or Gemma: supported are blanks that become"
            + " U+2581, in front of each text, of the first, or of none");
  }
}
