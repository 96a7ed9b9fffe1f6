package io.rank1.cli.input;

import java.math.BigDecimal;
import java.util.Locale;

/** Whole numbers as data sets write them, {@code 1.0} and {@code 1e0} among them. */
public final class WholeNumber {

  private static final int LONGEST = 40;

  private WholeNumber() {}

  /**
   * @param what the number is, for the message
   * @throws IllegalArgumentException when the text is no number, has a fraction, or is beyond an
   *     int
   */
  public static int parse(String what, String text) {
    try {
      if (text.length() <= LONGEST) {
        return new BigDecimal(text).intValueExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(what, text, e);
    }
    throw wrong(what, text, null);
  }

  private static IllegalArgumentException wrong(String what, String text, RuntimeException cause) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "the %s %s is not a whole number", what, text), cause);
  }
}
