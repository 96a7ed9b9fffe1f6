package io.rank1.cli.input;

import io.rank1.core.text.PlainText;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** Errors in JSON in words that repeat neither the file's name nor the line. */
public final class JsonProblem {

  /** Where Jackson thinks that something began, which it does not say without the source. */
  private static final Pattern SOURCE = Pattern.compile(" ?\\([^()]*\\[Source: .*?]\\)");

  private JsonProblem() {}

  /** What is wrong, in one line. */
  public static String describe(JacksonException problem) {
    return SOURCE.matcher(PlainText.line(problem.getOriginalMessage())).replaceAll("");
  }
}
