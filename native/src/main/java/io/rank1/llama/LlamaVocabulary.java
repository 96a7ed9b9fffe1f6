package io.rank1.llama;

import com.sun.jna.Pointer;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.SpecialTokenFinder;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.prompt.UntokenizableException;
import io.rank1.llama.SpacePrefix.Place;
import io.rank1.llama.raw.LlamaApi;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model's vocabulary. Safe for use by several threads; usable until its model is closed, and an
 * {@link IllegalStateException} after.
 */
public final class LlamaVocabulary implements Tokenizer {

  private static final byte NO = 0;
  private static final byte YES = 1;
  private static final int SENTENCE_PIECE = 1; // LLAMA_VOCAB_TYPE_SPM

  /** Tokens of a blank, which may be three bytes, and one character. */
  private static final int LONGEST_LEAD = 4;

  private final LlamaModel model;
  private final Pointer handle;
  private final int size;
  private final int bos; // -1 when prompts begin without one
  private final boolean isSentencePiece;
  private final SpacePrefix prefix;
  private final SpecialTokens special;

  /**
   * @param loaded the model's handle
   * @param attributed what token attributes are asked of
   */
  LlamaVocabulary(LlamaModel model, Pointer loaded, Pointer attributed) {
    this.model = model;
    this.handle = LlamaApi.llama_model_get_vocab(loaded);
    this.size = LlamaApi.llama_vocab_n_tokens(handle);
    this.bos =
        LlamaApi.llama_vocab_get_add_bos(handle) == NO ? -1 : LlamaApi.llama_vocab_bos(handle);
    this.isSentencePiece = LlamaApi.llama_vocab_type(handle) == SENTENCE_PIECE;
    this.prefix = isSentencePiece ? SpacePrefix.ofSentencePiece(loaded) : SpacePrefix.NONE;
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
   * too where a vocabulary asks for that. A SentencePiece vocabulary may add a blank in front of a
   * run ({@link SpacePrefix}).
   */
  @Override
  public int[] encode(SegmentedText text) {
    return IntStream.concat(
            bos < 0 ? IntStream.empty() : IntStream.of(bos), encode(text, Place.BEGIN))
        .toArray();
  }

  /** {@inheritDoc} No blank is added in front of it. */
  @Override
  public int[] encodeContinuation(SegmentedText text) {
    return encode(text, Place.GOING_ON).toArray();
  }

  private IntStream encode(SegmentedText text, Place first) {
    IntStream.Builder tokens = IntStream.builder();
    Place place = first;
    for (SpecialTokenFinder.Part part : special.all().divide(text)) {
      if (part instanceof SpecialTokenFinder.Token token) {
        tokens.add(token.id());
      } else {
        String run = ((SpecialTokenFinder.Run) part).text();
        Arrays.stream(tokenize(run, prefix.appliesTo(place, run))).forEach(tokens);
      }
      // Only a border parts two runs, and what is behind one is a text of its own.
      place = part instanceof SpecialTokenFinder.Token ? Place.BEHIND_SPECIAL : Place.BEGIN;
    }
    return tokens.build();
  }

  /**
   * The tokens of a user's text that goes on where another ended: without BOS, without a blank that
   * it does not have, and no special token is among them. A run of more than {@link
   * RecursionGuard#LONGEST_RUN} letters, digits or marks is tokenized in pieces of that length.
   *
   * @throws io.rank1.core.prompt.UntokenizableException when there is no memory to tokenize it
   */
  public int[] tokenize(String text) {
    return tokenize(text, false);
  }

  private int[] tokenize(String text, boolean withBlank) {
    int[] tokens = tokenize(UserText.parts(text, special.cutFromAnyText()), withBlank);
    // SentencePiece's merges may end in a CONTROL token that a text spells.
    return isSentencePiece && Arrays.stream(tokens).anyMatch(this::isSpecial)
        ? tokenize(UserText.parts(text, special.all()), withBlank)
        : tokens;
  }

  private int[] tokenize(List<String> parts, boolean withBlank) {
    IntStream.Builder tokens = IntStream.builder();
    boolean blank = withBlank;
    for (String part : parts) {
      for (String piece : RecursionGuard.pieces(part)) {
        int[] next = blank || !prefix.isLlamasToo() ? guarded(piece) : withoutBlank(piece);
        Arrays.stream(next).forEach(tokens);
        blank = false;
      }
    }
    return tokens.build().toArray();
  }

  /**
   * The tokens of a text by themselves where the library puts a blank in front: a character of
   * which no piece is made takes it, and both are taken away again. No merge reaches over such a
   * character, so that those behind it are those of the text alone.
   */
  private int[] withoutBlank(String text) {
    for (char lone = 1; lone < ' '; lone++) {
      int[] tokens = guarded(lone + text);
      ByteArrayOutputStream before = new ByteArrayOutputStream();
      for (int i = 0; i < Math.min(LONGEST_LEAD, tokens.length); i++) {
        before.writeBytes(piece(tokens[i]));
        String lead = before.toString(StandardCharsets.UTF_8);
        if (lead.equals(" " + lone) || lead.equals("\u2581" + lone)) {
          return Arrays.copyOfRange(tokens, i + 1, tokens.length);
        }
      }
    }
    throw new UntokenizableException("the vocabulary has no character that stands for itself");
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
