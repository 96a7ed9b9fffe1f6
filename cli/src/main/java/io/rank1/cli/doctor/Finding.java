package io.rank1.cli.doctor;

import io.rank1.core.text.PlainText;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What one check found.
 *
 * @param grade how good it is
 * @param subject what was checked
 * @param text what it is, in one line
 * @param remedy what to do; empty when there is nothing to do
 */
public record Finding(Grade grade, String subject, String text, Optional<String> remedy) {

  /** How good a finding is. */
  public enum Grade {
    OK,
    WARNING,
    FAILURE
  }

  public Finding {
    Objects.requireNonNull(grade, "grade");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(remedy, "remedy");
  }

  /** Something that is well. */
  public static Finding ok(String subject, String text) {
    return new Finding(Grade.OK, subject, text, Optional.empty());
  }

  /** Something that works, and not as well as it could. */
  public static Finding warning(String subject, String text, String remedy) {
    return new Finding(Grade.WARNING, subject, text, Optional.of(remedy));
  }

  /** Something that does not work. */
  public static Finding failure(String subject, String text, String remedy) {
    return new Finding(Grade.FAILURE, subject, text, Optional.of(remedy));
  }

  /** The finding on one line. */
  public String line() {
    String name = grade.name().toLowerCase(Locale.ROOT);
    String what = String.format(Locale.ROOT, "%-8s %-10s %s", name, subject, text);
    return PlainText.line(what + remedy.map(todo -> "; " + todo).orElse(""));
  }
}
