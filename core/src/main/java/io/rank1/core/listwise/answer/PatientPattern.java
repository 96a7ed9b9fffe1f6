package io.rank1.core.listwise.answer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for a pattern as long as it takes a bounded number of steps. Some patterns take for ever on
 * some texts, and patterns come from users. Steps are counted and not timed, so that a text is read
 * alike on every machine.
 */
final class PatientPattern {

  /** Characters that are looked at; ordinary patterns look at each a few times. */
  private static final int MOST_STEPS = 20_000_000;

  private PatientPattern() {}

  /** A pattern took too long. */
  static final class GivenUpException extends Exception {

    private static final long serialVersionUID = 1L;

    GivenUpException(Throwable cause) {
      super("the pattern takes too long on this text", cause);
    }
  }

  /**
   * What the first match captured in its first group, or all of it where the pattern has no group;
   * empty when there is no match.
   *
   * @throws GivenUpException when that takes too many steps, or more stack than there is
   */
  static Optional<String> find(Pattern pattern, String text) throws GivenUpException {
    Matcher matcher = pattern.matcher(new CountedText(text));
    try {
      if (!matcher.find()) {
        return Optional.empty();
      }
      return Optional.ofNullable(matcher.group(matcher.groupCount() > 0 ? 1 : 0));
    } catch (TooManyStepsException | StackOverflowError e) {
      throw new GivenUpException(e); // java.util.regex recurses in repeated groups
    }
  }

  private static final class TooManyStepsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
      super("more than " + MOST_STEPS + " steps", null, false, false);
    }
  }

  /** Counts what is looked at. */
  private static final class CountedText implements CharSequence {

    private final String text;
    private int steps;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MOST_STEPS) {
        throw new TooManyStepsException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
