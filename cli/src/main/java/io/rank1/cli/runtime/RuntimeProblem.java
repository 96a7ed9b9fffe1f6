package io.rank1.cli.runtime;

import io.rank1.core.text.PlainText;
import io.rank1.llama.RuntimeUntriedException;
import io.rank1.llama.RuntimeUnusableException;
import io.rank1.llama.check.UnknownArchitectureException;
import java.util.stream.Stream;

/** What to tell a person whose llama.cpp cannot be used, or not for a model. */
public final class RuntimeProblem {

  private RuntimeProblem() {}

  /** What is wrong, and what to do where the library cannot know it, in one line. */
  public static String line(RuntimeUnusableException problem) {
    String words = PlainText.line(problem.getMessage());
    return problem instanceof RuntimeUntriedException untried
        ? words + "; " + remedy(untried)
        : words;
  }

  /** The same of a model that cannot be used, or that another process could not use. */
  public static String lineOfModel(RuntimeException problem) {
    String words = PlainText.line(problem.getMessage());
    boolean tooOld =
        Stream.of(problem, problem.getCause())
            .anyMatch(UnknownArchitectureException.class::isInstance);
    return tooOld ? words + "; install one by 'rank1 runtime install cpu'" : words;
  }

  /** How to do without the trial. */
  public static String remedy(RuntimeUntriedException untried) {
    return "--runtime "
        + untried.runtime()
        + " takes it without a trial, --runtime embedded does without it";
  }
}
