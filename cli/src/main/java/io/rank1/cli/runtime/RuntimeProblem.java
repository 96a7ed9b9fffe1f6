package io.rank1.cli.runtime;

import io.rank1.core.text.PlainText;
import io.rank1.llama.RuntimeUntriedException;
import io.rank1.llama.RuntimeUnusableException;

/** What to tell a person whose llama.cpp cannot be used. */
public final class RuntimeProblem {

  private RuntimeProblem() {}

  /** What is wrong, and what to do where the library cannot know it, in one line. */
  public static String line(RuntimeUnusableException problem) {
    String words = PlainText.line(problem.getMessage());
    return problem instanceof RuntimeUntriedException untried
        ? words + "; " + remedy(untried)
        : words;
  }

  /** How to do without the trial. */
  public static String remedy(RuntimeUntriedException untried) {
    return "--runtime "
        + untried.runtime()
        + " takes it without a trial, --runtime embedded does without it";
  }
}
