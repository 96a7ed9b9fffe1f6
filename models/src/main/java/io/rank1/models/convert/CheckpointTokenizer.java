package io.rank1.models.convert;

import io.rank1.core.json.JsonObject;
import io.rank1.models.synthetic.TokenType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

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
  private final Encoder encoder;

  /** Makes tokens of texts as llama.cpp does by one kind of {@link TokenizerModel}. */
  interface Encoder {

    /** The tokens of a user's text that goes on where another ended; none is special. */
    List<Integer> encode(String text);

    /** What an ordinary token stands for, by its spelling; bytes that are not UTF-8 are U+FFFD. */
    String decode(String token);
  }

  private CheckpointTokenizer(ConvertedVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      ids.put(vocabulary.tokens().get(id), id);
    }
    this.encoder =
        vocabulary.model() instanceof TokenizerModel.SentencePiece pieces
            ? new PieceEncoder(pieces, vocabulary)
            : new ByteLevelEncoder((TokenizerModel.ByteLevel) vocabulary.model(), ids);
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

  /** The value of {@code tokenizer.ggml.model}. */
  public String kind() {
    return vocabulary.model().ggufName();
  }

  /** The value of {@code tokenizer.ggml.pre}. */
  public String preTokenizer() {
    return vocabulary.model().preTokenizerName();
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

  /** A token as the GGUF file spells it. */
  public String token(int id) {
    return vocabulary.tokens().get(id);
  }

  /** What a token is for. */
  public TokenType type(int id) {
    return vocabulary.types().get(id);
  }

  /** What a token stands for; bytes that are not UTF-8 are U+FFFD. */
  public String text(int id) {
    return vocabulary.types().get(id) == TokenType.NORMAL ? encoder.decode(token(id)) : token(id);
  }

  /**
   * The tokens of a user's text that goes on where another ended: no special token is among them,
   * whatever it spells, and no blank is added. Nothing is normalized, as llama.cpp does not.
   */
  public List<Integer> encode(String text) {
    return encoder.encode(text);
  }

  /** The special token of just this text, such as {@code <think>}; empty when there is none. */
  public OptionalInt special(String text) {
    Integer id = ids.get(text);
    return id == null || !SPECIAL.contains(vocabulary.types().get(id))
        ? OptionalInt.empty()
        : OptionalInt.of(id);
  }
}
