package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How texts are split into words before merging, recognised by the regular expression in {@code
 * tokenizer.json}.
 */
enum PreTokenizer {
  /** Qwen2: digits one by one. */
  QWEN2(
      "qwen2",
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
          + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      false),
  /** Llama 3, also the one that many of Mistral's files name: digits by three. */
  LLAMA_BPE(
      "llama-bpe",
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
          + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      true),
  /** Mistral: words also end where lower case turns to upper case. */
  TEKKEN(
      "tekken",
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
          + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
          + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      true);

  private final String ggufName;
  private final String regex;
  private final boolean ignoresMerges;

  PreTokenizer(String ggufName, String regex, boolean ignoresMerges) {
    this.ggufName = ggufName;
    this.regex = regex;
    this.ignoresMerges = ignoresMerges;
  }

  /** The value of {@code tokenizer.ggml.pre}. */
  String ggufName() {
    return ggufName;
  }

  /** The expression whose matches are the words. */
  String regex() {
    return regex;
  }

  /** Whether llama.cpp takes a word that is a token as it is, without merging. */
  boolean ignoresMerges() {
    return ignoresMerges;
  }

  /**
   * The one that a tokenizer has: a split by a known expression, then GPT-2's byte alphabet.
   *
   * @throws IOException if it has another
   */
  static PreTokenizer of(JsonObject tokenizer) throws IOException {
    List<JsonObject> steps = steps(tokenizer);
    if (steps.size() == 2
        && steps.get(0).string("type").orElse("").equals("Split")
        && steps.get(1).string("type").orElse("").equals("ByteLevel")) {
      checkBytes(steps.get(1));
      return of(tokenizer, steps.get(0));
    }
    List<String> types = new ArrayList<>();
    for (JsonObject step : steps) {
      types.add(step.string("type").orElse("?"));
    }
    throw new ConvertException(
        tokenizer.file(),
        "its pre-tokenizer is "
            + (types.isEmpty() ? "missing" : String.join(", ", types))
            + "; supported is Split, ByteLevel, as of Qwen2, Llama 3 and Mistral");
  }

  private static List<JsonObject> steps(JsonObject tokenizer) throws IOException {
    Optional<JsonObject> top = tokenizer.object("pre_tokenizer");
    if (top.isEmpty()) {
      return List.of();
    }
    return top.get().string("type").orElse("").equals("Sequence")
        ? top.get().objects("pretokenizers")
        : List.of(top.get());
  }

  private static PreTokenizer of(JsonObject tokenizer, JsonObject split) throws IOException {
    Optional<JsonObject> pattern = split.object("pattern");
    String found = pattern.isPresent() ? pattern.get().string("Regex").orElse("") : "";
    boolean isolated = split.string("behavior").orElse("").equals("Isolated");
    boolean inverted = split.bool("invert").orElse(false);
    Optional<PreTokenizer> known =
        Arrays.stream(values()).filter(p -> p.regex.equals(found)).findFirst();
    if (known.isEmpty() || !isolated || inverted) {
      throw new ConvertException(
          tokenizer.file(),
          "its pre-tokenizer splits by a rule that is not that of Qwen2, Llama 3 or Mistral: "
              + (found.length() > 60 ? found.substring(0, 60) + "..." : found));
    }
    return known.get();
  }

  private static void checkBytes(JsonObject bytes) throws IOException {
    if (bytes.bool("add_prefix_space").orElse(true) || bytes.bool("use_regex").orElse(true)) {
      throw new ConvertException(
          bytes.file(), "its ByteLevel step adds a space or splits again, which is not supported");
    }
  }
}
