package io.rank1.models.convert;

import io.rank1.models.json.JsonObject;
import io.rank1.models.synthetic.ByteAlphabet;
import io.rank1.models.synthetic.TokenType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint's tokenizer as {@link Conversion} would carry it over, to look texts up before that
 * is done. Immutable.
 */
public final class CheckpointTokenizer {
  /** More than any vocabulary has; memory is taken for each. */
  private static final int MAX_TOKENS = 1 << 20;

  private static final Set<TokenType> SPECIAL =
      EnumSet.of(TokenType.CONTROL, TokenType.USER_DEFINED);

  private final ConvertedVocabulary vocabulary;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Pattern words;

  private CheckpointTokenizer(ConvertedVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      ids.put(vocabulary.tokens().get(id), id);
    }
    for (int rank = 0; rank < vocabulary.merges().size(); rank++) {
      ranks.putIfAbsent(vocabulary.merges().get(rank), rank);
    }
    this.words =
        Pattern.compile(vocabulary.preTokenizer().regex(), Pattern.UNICODE_CHARACTER_CLASS);
  }

  /**
   * Reads the tokenizer of a checkpoint.
   *
   * @param folder the checkpoint's
   * @param size rows of its embedding
   * @throws IOException if a file is missing or damaged, or the tokenizer is of a kind that cannot
   *     be converted; the message is one line
   */
  public static CheckpointTokenizer read(Path folder, long size) throws IOException {
    Path config = folder.resolve("config.json");
    if (size < 1 || size > MAX_TOKENS) {
      throw new ConvertException(
          config, "vocab_size is " + size + ", allowed are 1 to " + MAX_TOKENS);
    }
    return new CheckpointTokenizer(
        VocabularyReader.read(folder, JsonObject.read(config), (int) size));
  }

  /** The value of {@code tokenizer.ggml.pre}. */
  public String preTokenizer() {
    return vocabulary.preTokenizer().ggufName();
  }

  /** Ids of special tokens by GGUF key. */
  public Map<String, Integer> specialIds() {
    return Collections.unmodifiableMap(vocabulary.specialIds());
  }

  /** Whether tokenizing adds a special token, by GGUF key. */
  public Map<String, Boolean> adds() {
    return Collections.unmodifiableMap(vocabulary.adds());
  }

  /** What may surprise of the conversion, one line each. */
  public List<String> notes() {
    return vocabulary.notes();
  }

  /** A token as the file spells it, in the letters of GPT-2's byte alphabet. */
  public String token(int id) {
    return vocabulary.tokens().get(id);
  }

  /** What a token is for. */
  public TokenType type(int id) {
    return vocabulary.types().get(id);
  }

  /** What a token stands for; bytes that are not UTF-8 are U+FFFD. */
  public String text(int id) {
    return vocabulary.types().get(id) == TokenType.NORMAL
        ? ByteAlphabet.decode(token(id))
        : token(id);
  }

  /**
   * The tokens of a user's text: no special token is among them, whatever it spells. Nothing is
   * normalized, as llama.cpp does not.
   */
  public List<Integer> encode(String text) {
    List<Integer> tokens = new ArrayList<>();
    addWords(text, tokens);
    return tokens;
  }

  /** The special token of just this text, such as {@code <think>}; empty when there is none. */
  public OptionalInt special(String text) {
    Integer id = ids.get(text);
    return id == null || !SPECIAL.contains(vocabulary.types().get(id))
        ? OptionalInt.empty()
        : OptionalInt.of(id);
  }

  private void addWords(String text, List<Integer> tokens) {
    Matcher matcher = words.matcher(text);
    while (matcher.find()) {
      String word = ByteAlphabet.encode(matcher.group());
      Integer whole = vocabulary.preTokenizer().ignoresMerges() ? ids.get(word) : null;
      if (whole != null) {
        tokens.add(whole);
      } else {
        merged(word).forEach(part -> add(part, tokens));
      }
    }
  }

  /**
   * As llama.cpp does it: a part that is no token is its bytes, and a byte that is none is lost.
   */
  private void add(String part, List<Integer> tokens) {
    Integer id = ids.get(part);
    if (id != null) {
      tokens.add(id);
    } else if (part.length() > 1) {
      part.chars().forEach(octet -> add(Character.toString(octet), tokens));
    }
  }

  private List<String> merged(String word) {
    List<String> parts = new ArrayList<>(word.chars().mapToObj(Character::toString).toList());
    while (true) {
      int best = -1;
      int bestRank = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int rank = ranks.getOrDefault(parts.get(i) + " " + parts.get(i + 1), Integer.MAX_VALUE);
        if (rank < bestRank) {
          best = i;
          bestRank = rank;
        }
      }
      if (best < 0) {
        return parts;
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
  }
}
