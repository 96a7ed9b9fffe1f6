package io.rank1.llama;

import com.sun.jna.Pointer;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.SpecialTokenFinder;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.llama.raw.LlamaApi;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A model's vocabulary. Safe for use by several threads; usable until its model is closed, and an
 * {@link IllegalStateException} after.
 */
public final class LlamaVocabulary implements Tokenizer {

  private static final byte NO = 0;
  private static final byte YES = 1;
  private static final int SENTENCE_PIECE = 1; // LLAMA_VOCAB_TYPE_SPM
  private static final String LINE_END = "\n";

  private final LlamaModel model;
  private final Pointer handle;
  private final int size;
  private final int bos; // -1 when prompts begin without one
  private final boolean isSentencePiece;
  private final SpecialTokens special;

  /**
   * @param attributed what token attributes are asked of
   */
  LlamaVocabulary(LlamaModel model, Pointer handle, Pointer attributed) {
    this.model = model;
    this.handle = handle;
    this.size = LlamaApi.llama_vocab_n_tokens(handle);
    this.bos =
        LlamaApi.llama_vocab_get_add_bos(handle) == NO ? -1 : LlamaApi.llama_vocab_bos(handle);
    this.isSentencePiece = LlamaApi.llama_vocab_type(handle) == SENTENCE_PIECE;
    this.special =
        new SpecialTokens(
            size, token -> LlamaApi.llama_vocab_get_attr(attributed, token), this::pieceHere);
  }

  /** Number of tokens; ids run from 0. */
  public int size() {
    return size;
  }

  /** What a token is to the vocabulary. */
  public TokenKind kind(int token) {
    check(token);
    return special.kind(token);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Special tokens are found here, and {@code llama_tokenize} is given what stands between them,
   * without leave to find any. BOS is put in front here: letting the library add it would add EOS
   * too where a vocabulary asks for that.
   */
  @Override
  public int[] encode(SegmentedText text) {
    return IntStream.concat(
            bos < 0 ? IntStream.empty() : IntStream.of(bos),
            Arrays.stream(encodeContinuation(text)))
        .toArray();
  }

  @Override
  public int[] encodeContinuation(SegmentedText text) {
    return special.all().divide(text).stream()
        .flatMapToInt(
            part ->
                part instanceof SpecialTokenFinder.Token token
                    ? IntStream.of(token.id())
                    : IntStream.of(tokenize(((SpecialTokenFinder.Run) part).text())))
        .toArray();
  }

  /**
   * The tokens of a user's text, without BOS: no special token is among them. A run of more than
   * {@link RecursionGuard#LONGEST_RUN} letters, digits or marks is tokenized in pieces of that
   * length.
   *
   * @throws io.rank1.core.prompt.UntokenizableException when there is no memory to tokenize it
   */
  public int[] tokenize(String text) {
    IntStream.Builder tokens = IntStream.builder();
    boolean isFirst = true;
    for (String part : UserText.parts(text, special.cutFromAnyText())) {
      for (String piece : RecursionGuard.pieces(part)) {
        int[] next = isFirst || !isSentencePiece ? guarded(piece) : continued(piece);
        Arrays.stream(next).forEach(tokens);
        isFirst = false;
      }
    }
    return tokens.build().toArray();
  }

  /**
   * The tokens of a text that goes on. SentencePiece vocabularies begin a text with a blank: a line
   * end takes it, and both are taken away again.
   */
  private int[] continued(String text) {
    int[] tokens = guarded(LINE_END + text);
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    for (int i = 0; i < Math.min(2, tokens.length); i++) {
      before.writeBytes(piece(tokens[i]));
      if (before.toString(StandardCharsets.UTF_8).strip().isEmpty()
          && before.toString(StandardCharsets.UTF_8).endsWith(LINE_END)) {
        return Arrays.copyOfRange(tokens, i + 1, tokens.length);
      }
    }
    return guarded(text); // the line end is not a token by itself
  }

  private int[] guarded(String text) {
    return model.whileOpen(() -> RecursionGuard.call(text, () -> tokenizeHere(text)));
  }

  private int[] tokenizeHere(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[utf8.length / 3 + 16];
    int count = tokenize(utf8, tokens);
    if (count < 0) { // the room needed, negative
      tokens = new int[-count];
      count = tokenize(utf8, tokens);
    }
    return Arrays.copyOf(tokens, count);
  }

  private int tokenize(byte[] utf8, int[] tokens) {
    return LlamaApi.llama_tokenize(handle, utf8, utf8.length, tokens, tokens.length, NO, NO);
  }

  /** {@inheritDoc} Special tokens are given as their text. */
  @Override
  public byte[] piece(int token) {
    check(token);
    return model.whileOpen(() -> pieceHere(token));
  }

  private byte[] pieceHere(int token) {
    byte[] piece = new byte[32];
    int length = piece(token, piece);
    if (length < 0) { // the room needed, negative
      piece = new byte[-length];
      length = piece(token, piece);
    }
    return Arrays.copyOf(piece, length);
  }

  private int piece(int token, byte[] buffer) {
    return LlamaApi.llama_token_to_piece(handle, token, buffer, buffer.length, 0, YES);
  }

  @Override
  public boolean isSpecial(int token) {
    return kind(token) != TokenKind.ORDINARY;
  }

  @Override
  public boolean endsText(int token) {
    check(token);
    return model.whileOpen(() -> LlamaApi.llama_vocab_is_eog(handle, token) != NO);
  }

  private void check(int token) {
    if (token < 0 || token >= size) {
      throw new IllegalArgumentException("token " + token + " outside a vocabulary of " + size);
    }
  }
}
