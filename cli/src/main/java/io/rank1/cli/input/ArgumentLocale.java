package io.rank1.cli.input;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The encoding that Java takes arguments, names of files and variables in: the locale's. What it
 * cannot express has become another character before the program begins.
 *
 * @param encoding as in the system property {@code sun.jnu.encoding}
 * @param named the locale that the environment asks for; empty where it asks for none
 */
public record ArgumentLocale(String encoding, String named) {

  private static final char LOST = '\uFFFD';
  private static final String REMEDY = "set LC_ALL=C.UTF-8";

  /** This process's. */
  public static ArgumentLocale ofThisProcess() {
    String named =
        List.of("LC_ALL", "LC_CTYPE", "LANG").stream()
            .map(System::getenv)
            .filter(value -> value != null && !value.isEmpty())
            .findFirst()
            .orElse("");
    return new ArgumentLocale(System.getProperty("sun.jnu.encoding", "UTF-8"), named);
  }

  /** Whether every text can be passed on. */
  public boolean isComplete() {
    return encoding.equalsIgnoreCase("UTF-8");
  }

  /** What the locale is, and why it is not what it may seem, in one line. */
  public String describe() {
    boolean isMissing =
        !isComplete() && named.replace("-", "").toLowerCase(Locale.ROOT).contains("utf8");
    return "names and arguments are taken in "
        + encoding
        + (isMissing ? ", since the locale " + named + " is not installed" : "");
  }

  /** What to do where the locale is not complete. */
  public String remedy() {
    return REMEDY;
  }

  /**
   * What is wrong when a text has lost characters; nothing when it has not, as far as can be told.
   *
   * @param what the text is, for the message
   */
  public Optional<String> loss(String what, String text) {
    return isComplete() || text == null || text.indexOf(LOST) < 0
        ? Optional.empty()
        : Optional.of(
            what
                + " has characters that this locale cannot pass on: "
                + describe()
                + "; "
                + REMEDY);
  }
}
