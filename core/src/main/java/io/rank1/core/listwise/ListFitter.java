package io.rank1.core.listwise;

import io.rank1.core.prompt.HeadTokens;
import io.rank1.core.prompt.Tokenizer;
import java.util.List;

/**
 * Shortens all passages of a prompt alike until it fits. What cannot fit is not tokenized. Safe for
 * use by several threads at once.
 */
final class ListFitter {

  /** No ordinary text has so many UTF-16 units per token. */
  private static final int UNITS_PER_TOKEN = 8;

  /** A share so small that hardly a character is left of a passage. */
  private static final double LEAST_SHARE = 1e-6;

  /** Prompts that are tried between one that fits and one that does not. */
  private static final int MOST_TRIES = 12;

  /** A prompt that fills this part of its room is long enough. */
  private static final double FULL = 0.98;

  private final ListMethod method;
  private final Tokenizer tokenizer;
  private final HeadTokens heads;

  ListFitter(ListMethod method, Tokenizer tokenizer) {
    this.method = method;
    this.tokenizer = tokenizer;
    this.heads = new HeadTokens(tokenizer);
  }

  /**
   * A prompt that fits.
   *
   * @param tokens its tokens; the caller must not change the array
   * @param headTokens how many of the first tokens are of the head alone
   * @param share how much of each passage was kept
   */
  record Fitted(int[] tokens, int headTokens, double share) {}

  /** A prompt that was tried. */
  private record Try(ListPrompt prompt, int[] tokens, double share) {}

  /**
   * Finds a share, close to the largest, at which the prompt fits.
   *
   * @param most tokens that the prompt may have
   * @throws ListTooLongException when it does not fit with passages of next to nothing
   * @throws io.rank1.core.prompt.UntokenizableException when the tokenizer cannot take the text
   */
  Fitted fit(ListQuestion question, List<Integer> shown, int most) {
    long units = method.prompt(question, shown, 1).segments().length();
    double share = Math.min(1, (double) UNITS_PER_TOKEN * most / Math.max(1, units));
    Try shorter = null; // the longest that fits
    Try longer = encode(question, shown, share);
    while (longer.tokens().length <= most) { // many units per token: there is room for more
      if (longer.share() == 1) {
        return fitted(longer);
      }
      shorter = longer;
      longer = encode(question, shown, Math.min(1, 2 * longer.share()));
    }
    if (shorter == null) {
      shorter = encode(question, shown, LEAST_SHARE);
      if (shorter.tokens().length > most) {
        throw new ListTooLongException(shown.size(), shorter.tokens().length, most);
      }
    }
    for (int tries = 0; tries < MOST_TRIES && shorter.tokens().length < FULL * most; tries++) {
      Try next = encode(question, shown, between(shorter, longer, tries, most));
      if (next.tokens().length <= most) {
        shorter = next;
      } else {
        longer = next;
      }
    }
    return fitted(shorter);
  }

  /** By turns where the limit would be if tokens grew evenly, or a little below, and the middle. */
  private static double between(Try shorter, Try longer, int tries, int most) {
    double span = longer.share() - shorter.share();
    double part =
        (double) (most - shorter.tokens().length)
            / (longer.tokens().length - shorter.tokens().length);
    return shorter.share() + span * (tries % 2 == 0 ? 0.995 * part : 0.5);
  }

  private Try encode(ListQuestion question, List<Integer> shown, double share) {
    ListPrompt prompt = method.prompt(question, shown, share);
    return new Try(prompt, tokenizer.encode(prompt.segments()), share);
  }

  private Fitted fitted(Try found) {
    int headTokens = heads.count(found.prompt().head(), found.tokens());
    return new Fitted(found.tokens(), headTokens, found.share());
  }
}
