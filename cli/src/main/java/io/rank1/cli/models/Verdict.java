package io.rank1.cli.models;

import java.util.List;
import java.util.Objects;

/**
 * Whether a model runs as a rank1.
 *
 * @param grade the short answer
 * @param reasons why it does not, or what is to be known; empty when it just runs
 */
public record Verdict(Grade grade, List<String> reasons) {

  /** The short answers. */
  public enum Grade {
    RUNS("runs"),
    RUNS_WITH_WARNINGS("runs, with warnings"),
    RUNS_AFTER_CONVERT("runs after 'rank1 convert'"),
    RUNS_AFTER_CONVERT_WITH_WARNINGS("runs after 'rank1 convert', with warnings"),
    DOES_NOT_RUN("does not run");

    private final String words;

    Grade(String words) {
      this.words = words;
    }

    /** As people read it. */
    public String words() {
      return words;
    }
  }

  /** Validates and copies the components. */
  public Verdict {
    Objects.requireNonNull(grade, "grade");
    reasons = List.copyOf(reasons);
  }

  static Verdict runs(List<String> warnings) {
    return new Verdict(warnings.isEmpty() ? Grade.RUNS : Grade.RUNS_WITH_WARNINGS, warnings);
  }

  static Verdict runsAfterConvert(List<String> warnings) {
    return new Verdict(
        warnings.isEmpty() ? Grade.RUNS_AFTER_CONVERT : Grade.RUNS_AFTER_CONVERT_WITH_WARNINGS,
        warnings);
  }

  static Verdict doesNotRun(String reason) {
    return new Verdict(Grade.DOES_NOT_RUN, List.of(reason));
  }
}
