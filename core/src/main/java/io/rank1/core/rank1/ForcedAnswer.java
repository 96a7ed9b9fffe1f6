package io.rank1.core.rank1;

import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText;

/**
 * The text that makes a model answer when its chain ended without one: the chain cut back to its
 * last sentence, then {@code </think>}. The same text as in rank1's reference code (its function
 * {@code _fix_incomplete_responses}), so that forced scores agree with published ones.
 */
final class ForcedAnswer {

  private static final String END = "</think>";
  private static final SegmentedText BEFORE = SegmentedText.userText("\n");
  private static final SegmentedText BEHIND = SegmentedText.literal("\n" + END);

  private ForcedAnswer() {}

  /** What follows the prompt when an answer is forced after this chain. */
  static SegmentedText continuation(SegmentedText chain) {
    return BEFORE.plus(strip(lastSentence(strip(chain)))).plus(BEHIND);
  }

  /** The prompt of a pair of which nothing is to be generated: its chain is a fill. */
  static Prompt afterFill(Prompt prompt, String fill) {
    SegmentedText tail =
        prompt.tail().plus(SegmentedText.userText(fill)).plus(SegmentedText.literal(END));
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
