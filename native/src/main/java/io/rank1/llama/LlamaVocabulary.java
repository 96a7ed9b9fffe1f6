package io.rank1.llama;

import com.sun.jna.Pointer;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.llama.raw.LlamaApi;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A model's vocabulary. Safe for use by several threads; usable until its model is closed, and an
 * {@link IllegalStateException} after.
 */
public final class LlamaVocabulary implements Tokenizer {

  private static final byte NO = 0;
  private static final byte YES = 1;

  private final LlamaModel model;
  private final Pointer handle;
  private final int size;
  private final int bos; // -1 when prompts begin without one

  LlamaVocabulary(LlamaModel model, Pointer handle) {
    this.model = model;
    this.handle = handle;
    this.size = LlamaApi.llama_vocab_n_tokens(handle);
    this.bos =
        LlamaApi.llama_vocab_get_add_bos(handle) == NO ? -1 : LlamaApi.llama_vocab_bos(handle);
  }

  /** Number of tokens; ids run from 0. */
  public int size() {
    return size;
  }

  /**
   * {@inheritDoc}
   *
   * <p>{@code llama_tokenize} without special tokens, and BOS put in front here: letting the
   * library add it would add EOS too where a vocabulary asks for that.
   */
  @Override
  public int[] encode(String text) {
    int[] tokens = tokenize(text);
    if (bos < 0) {
      return tokens;
    }
    int[] withBos = new int[tokens.length + 1];
    withBos[0] = bos;
    System.arraycopy(tokens, 0, withBos, 1, tokens.length);
    return withBos;
  }

  /**
   * The tokens of a text, without BOS.
   *
   * @throws io.rank1.core.prompt.UntokenizableException when a word is too long for the tokenizer
   */
  public int[] tokenize(String text) {
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

  /** {@inheritDoc} Control tokens are given as their text. */
  @Override
  public byte[] piece(int token) {
    check(token);
    return model.whileOpen(
        () -> {
          byte[] piece = new byte[32];
          int length = piece(token, piece);
          if (length < 0) { // the room needed, negative
            piece = new byte[-length];
            length = piece(token, piece);
          }
          return Arrays.copyOf(piece, length);
        });
  }

  private int piece(int token, byte[] buffer) {
    return LlamaApi.llama_token_to_piece(handle, token, buffer, buffer.length, 0, YES);
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
