package io.rank1.llama.check;

import io.rank1.core.gguf.GgufNumberArray;
import io.rank1.core.gguf.GgufStringArray;
import io.rank1.core.gguf.GgufValueType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The vocabulary, checked as {@code llama_vocab::load} and its tokenizers need it. */
final class VocabularyCheck {
  private static final String TOKENS = "tokenizer.ggml.tokens";
  private static final String TYPES = "tokenizer.ggml.token_type";
  private static final String SCORES = "tokenizer.ggml.scores";
  private static final String MERGES = "tokenizer.ggml.merges";
  private static final String EOS = "tokenizer.ggml.eos_token_id";
  private static final String BOS = "tokenizer.ggml.bos_token_id";
  private static final String ADD_BOS = "tokenizer.ggml.add_bos_token";
  private static final String SPACE_PREFIX = "rank1.tokenizer.space_prefix";
  private static final long BYTE_TYPE = 6; // LLAMA_TOKEN_TYPE_BYTE

  private final Demands demands;
  private final GgufStringArray tokens;

  private VocabularyCheck(Demands demands) {
    this.demands = demands;
    this.tokens = demands.strings(TOKENS);
  }

  /** Checks everything and returns the number of tokens. */
  static int size(Demands demands) {
    String model = demands.string("tokenizer.ggml.model");
    VocabularyCheck check = new VocabularyCheck(demands);
    check.requireDistinctTokens();
    check.requireSpecialTokens();
    switch (model) {
      case "gpt2" -> check.checkByteLevel();
      case "llama" -> check.checkSentencePiece();
      default ->
          throw demands.unusable(
              "the tokenizer '" + model + "' is not supported", "use a model with gpt2 or llama");
    }
    return check.tokens.size();
  }

  private void checkByteLevel() {
    if (demands.has(TYPES)) {
      demands.numbers(TYPES, GgufValueType.INT32, tokens.size());
    }
    if (demands.has(SCORES)) {
      demands.numbers(SCORES, GgufValueType.FLOAT32, tokens.size());
    }
    GgufStringArray merges = demands.strings(MERGES);
    for (int i = 0; i < merges.size(); i++) {
      if (!isPair(merges.bytes(i))) {
        throw broken("merge " + i + " is not two parts and a blank");
      }
    }
    requireBytes(ByteTokens.symbols(tokens));
  }

  private void checkSentencePiece() {
    GgufNumberArray types = demands.numbers(TYPES, GgufValueType.INT32, tokens.size());
    demands.numbers(SCORES, GgufValueType.FLOAT32, tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      if (types.integer(i) == BYTE_TYPE && ByteTokens.octet(tokens.bytes(i)).isEmpty()) {
        throw broken("token " + i + " is of the type BYTE and not written <0x00> to <0xFF>");
      }
    }
    requireBytes(ByteTokens.hexadecimal(tokens));
    requireKnownPrefix();
  }

  /** llama.cpp asserts that no two tokens are equal up to their first zero byte. */
  private void requireDistinctTokens() {
    demands.require(tokens.size() > 0, "it has no tokens");
    for (int i = 0; i < tokens.size(); i++) {
      for (byte octet : tokens.bytes(i)) {
        if (octet == 0) {
          throw broken("token " + i + " contains a zero byte");
        }
      }
    }
    OptionalInt repeat = tokens.firstRepeat();
    if (repeat.isPresent()) {
      int i = repeat.getAsInt();
      throw broken(
          String.format(Locale.ROOT, "token %d repeats an earlier one: '%s'", i, tokens.string(i)));
    }
  }

  private void requireSpecialTokens() {
    int last = tokens.size() - 1;
    demands.uint32(EOS, 0, last);
    demands.uint32(BOS, 0, last, 0);
    demands.require(
        demands.has(BOS) || !demands.flag(ADD_BOS), "it has no %s, and %s", BOS, ADD_BOS);
    for (String kind : List.of("eot", "eom", "unknown", "seperator", "padding", "mask")) {
      demands.uint32("tokenizer.ggml." + kind + "_token_id", 0, last, 0);
    }
  }

  private void requireBytes(OptionalInt missing) {
    if (missing.isPresent()) {
      throw broken(
          String.format(
              Locale.ROOT, "it has no token for the byte symbol U+%04X", missing.getAsInt()));
    }
  }

  /** What a file says of blanks beyond llama.cpp's own key. */
  private void requireKnownPrefix() {
    Optional<String> rule = demands.optionalString(SPACE_PREFIX);
    if (rule.isPresent() && !rule.get().equals("first")) {
      throw demands.unusable(
          SPACE_PREFIX + " is '" + rule.get() + "', and only 'first' is known",
          "convert the checkpoint again");
    }
  }

  private ModelUnusableException broken(String rule) {
    return demands.unusable(rule, Demands.CONVERT_AGAIN);
  }

  private static boolean isPair(byte[] merge) {
    for (int i = 1; i < merge.length - 1; i++) {
      if (merge[i] == ' ') {
        return true;
      }
    }
    return false;
  }
}
