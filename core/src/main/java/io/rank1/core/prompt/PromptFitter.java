package io.rank1.core.prompt;

import io.rank1.core.pair.Truncation;

/**
 * Shortens the passage, and nothing else, until the prompt fits a token limit. Safe for use by
 * several threads at once.
 */
public final class PromptFitter {

  /** How far back from a cut a word boundary is looked for, in UTF-16 units. */
  private static final int WORD_LOOK_BACK = 40;

  /**
   * What is tokenized at first: no ordinary text has this many UTF-16 units per token, so that a
   * huge passage is not tokenized far beyond what is kept of it.
   */
  private static final int UNITS_PER_TOKEN = 8;

  /** A rest as short as this is tokenized at once with what is before it. */
  private static final int SHORT_REST = 1024;

  private final Tokenizer tokenizer;
  private final int maxTokens;
  private final HeadTokens heads;

  /**
   * @param maxTokens the most tokens a prompt may have; positive
   */
  public PromptFitter(Tokenizer tokenizer, int maxTokens) {
    this(tokenizer, maxTokens, new HeadTokens(tokenizer));
  }

  private PromptFitter(Tokenizer tokenizer, int maxTokens, HeadTokens heads) {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be positive: " + maxTokens);
    }
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
    this.heads = heads;
  }

  /** One with another limit. */
  public PromptFitter withLimit(int tokens) {
    return tokens == maxTokens ? this : new PromptFitter(tokenizer, tokens, heads);
  }

  /**
   * Tokenizes a prompt and cuts the end of its passage when it is too long: the longest beginning
   * that fits, back to the last word boundary if one is near. What cannot fit is not tokenized.
   *
   * @throws PromptTooLongException when even an empty passage does not fit
   */
  public FittedPrompt fit(Prompt prompt) {
    int chars = prompt.passage().length();
    int end = reach(UNITS_PER_TOKEN * (long) maxTokens, chars);
    int[] tokens = encode(prompt, end);
    while (tokens.length <= maxTokens && end < chars) {
      end = reach(2L * end, chars);
      tokens = encode(prompt, end);
    }
    if (tokens.length <= maxTokens) {
      return fitted(prompt, tokens, Truncation.none(chars));
    }
    int overhead = encode(prompt, 0).length;
    if (overhead > maxTokens) {
      throw new PromptTooLongException(overhead, maxTokens);
    }
    double share = (maxTokens - overhead) / (double) Math.max(1, tokens.length - overhead);
    return cut(prompt, longestPrefix(prompt, end, (int) (end * share)));
  }

  private static int reach(long wanted, int chars) {
    return wanted + SHORT_REST >= chars ? chars : (int) wanted;
  }

  /**
   * Gallops from a guess, then halves, so that a huge passage is not tokenized again and again.
   *
   * @param tooLong units of the passage that do not fit
   */
  private int longestPrefix(Prompt prompt, int tooLong, int guess) {
    int fits = 0;
    int probe = Math.max(0, Math.min(guess, tooLong - 1));
    if (isWithin(prompt, probe)) {
      fits = probe;
      for (int step = 64; fits + step < tooLong; step *= 2) {
        if (!isWithin(prompt, fits + step)) {
          tooLong = fits + step;
          break;
        }
        fits += step;
      }
    } else {
      tooLong = probe;
      for (int step = 64; tooLong - step > fits; step *= 2) {
        if (isWithin(prompt, tooLong - step)) {
          fits = tooLong - step;
          break;
        }
        tooLong -= step;
      }
    }
    while (tooLong - fits > 1) {
      int middle = (fits + tooLong) >>> 1;
      if (isWithin(prompt, middle)) {
        fits = middle;
      } else {
        tooLong = middle;
      }
    }
    return fits;
  }

  private boolean isWithin(Prompt prompt, int passageChars) {
    return encode(prompt, passageChars).length <= maxTokens;
  }

  private FittedPrompt cut(Prompt prompt, int longest) {
    String passage = prompt.passage();
    int kept = wordBoundary(passage, longest);
    int[] tokens = encode(prompt, kept);
    // Fewer characters can be more tokens; walk back until the limit holds.
    while (tokens.length > maxTokens) {
      kept = wholeCharacter(passage, Math.max(0, kept - (tokens.length - maxTokens)));
      tokens = encode(prompt, kept);
    }
    Truncation truncation = new Truncation(passage.length(), kept);
    return fitted(prompt.withPassagePrefix(kept), tokens, truncation);
  }

  private FittedPrompt fitted(Prompt prompt, int[] tokens, Truncation truncation) {
    return new FittedPrompt(prompt, tokens, heads.count(prompt.head(), tokens), truncation);
  }

  private int[] encode(Prompt prompt, int passageChars) {
    int whole = wholeCharacter(prompt.passage(), passageChars);
    return tokenizer.encode(prompt.withPassagePrefix(whole).segments());
  }

  private static int wordBoundary(String passage, int end) {
    for (int i = end; i > 0 && i > end - WORD_LOOK_BACK; i--) {
      if (Character.isWhitespace(passage.charAt(i - 1))) {
        return i - 1;
      }
    }
    return wholeCharacter(passage, end);
  }

  private static int wholeCharacter(String text, int end) {
    boolean splits =
        end > 0
            && end < text.length()
            && Character.isHighSurrogate(text.charAt(end - 1))
            && Character.isLowSurrogate(text.charAt(end));
    return splits ? end - 1 : end;
  }
}
