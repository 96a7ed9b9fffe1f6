package io.rank1.core.pointwise;

import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText;
import java.util.function.Function;

/**
 * The text that makes a model answer when its chain ended without one: the chain cut back to its
 * last sentence, then what ends it. For rank1 the same text as in its reference code (its function
 * {@code _fix_incomplete_responses}), so that forced scores agree with published ones.
 */
public final class ForcedAnswer {

  private ForcedAnswer() {}

  /** What follows the prompt when an answer is forced after this chain. */
  static SegmentedText continuation(SegmentedText chain, ReasoningRules rules) {
    return SegmentedText.userText(rules.before())
        .plus(strip(lastSentence(strip(chain))))
        .plus(SegmentedText.literal(rules.force()));
  }

  /**
   * The tokens that force an answer after a chain, or after as much of it as fits: tokenized anew,
   * a chain may have grown.
   *
   * @param most tokens that there is room for
   * @param encode makes the tokens of prompt, chain and what forces the answer
   * @return more than there is room for where not even an empty chain fits
   */
  static int[] tokens(SegmentedText chain, int most, Function<SegmentedText, int[]> encode) {
    int[] tokens = encode.apply(chain);
    int length = chain.length();
    while (tokens.length > most && length > 0) {
      length = Math.max(0, length - 1 - length / 16); // sentences, at least a character
      tokens = encode.apply(chain.substring(0, length));
    }
    return tokens;
  }

  /** The prompt of a pair of which nothing is to be generated: its chain is a fill. */
  public static Prompt afterFill(Prompt prompt, ReasoningRules rules) {
    SegmentedText tail = prompt.tail().plus(rules.fill()).plus(SegmentedText.literal(rules.end()));
    return new Prompt(prompt.head(), prompt.passage(), tail);
  }

  /** Cut after the last full stop, exclamation or question mark; unchanged if there is none. */
  private static SegmentedText lastSentence(SegmentedText chain) {
    String text = chain.text();
    int end =
        Math.max(text.lastIndexOf('.'), Math.max(text.lastIndexOf('!'), text.lastIndexOf('?')));
    return end < 0 ? chain : chain.substring(0, end + 1);
  }

  /** Strips what Python's {@code str.strip} strips: Java's white space and the no-break blanks. */
  private static SegmentedText strip(SegmentedText chain) {
    String text = chain.text();
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return chain.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
