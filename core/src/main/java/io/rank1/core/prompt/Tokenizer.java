package io.rank1.core.prompt;

/** A model's vocabulary. Implementations are safe for use by several threads at once. */
public interface Tokenizer {

  /**
   * The tokens of a prompt, with BOS in front where the vocabulary asks for it and never an EOS.
   * Special tokens come of literals and markers alone (see {@link SpecialTokenFinder}); a
   * vocabulary without a token of that text spells it in ordinary ones.
   *
   * @throws UntokenizableException when the tokenizer cannot take the text
   */
  int[] encode(SegmentedText text);

  /**
   * The tokens of text that follows other text: as {@link #encode}, without BOS.
   *
   * @throws UntokenizableException when the tokenizer cannot take the text
   */
  int[] encodeContinuation(SegmentedText text);

  /** The bytes that a token stands for: a piece of UTF-8, not always a whole character. */
  byte[] piece(int token);

  /** Whether a token is special: literals and markers may spell it, and user text never does. */
  boolean isSpecial(int token);

  /** Whether the model ends its text with this token. */
  boolean endsText(int token);
}
