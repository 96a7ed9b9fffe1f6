package io.rank1.cli.input;

import io.rank1.core.text.PlainText;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/**
 * Errors in JSON in words that repeat neither the file's name nor the line, and do not speak of the
 * library that reads it.
 */
public final class JsonProblem {

  /** Where Jackson thinks that something began, which it does not say without the source. */
  private static final Pattern SOURCE = Pattern.compile(" ?\\([^()]*\\[Source: .*?]\\)");

  /** What Jackson tells programmers to enable, and where its limits can be changed. */
  private static final Pattern HINT =
      Pattern.compile(
          ": enable `[^`]*` to allow"
              + "|,? from `[^`]*`"
              + "| ?\\(not recognized as one since [^()]*\\)"
              + "| ?\\(consider enabling .*$");

  private static final Pattern NEEDED = Pattern.compile("require enabling `[^`]*`");

  private JsonProblem() {}

  /** What is wrong, in one line. */
  public static String describe(JacksonException problem) {
    String text = SOURCE.matcher(PlainText.line(problem.getOriginalMessage())).replaceAll("");
    return NEEDED.matcher(HINT.matcher(text).replaceAll("")).replaceAll("are not allowed");
  }
}
