package io.rank1.cli.job;

/** Counts the prompts of a job that are to be run. */
final class PromptCensus {

  private int prompts;
  private int cut;
  private int unusable;
  private int longest;
  private long tokens;

  void add(int promptTokens, boolean isCut) {
    prompts++;
    tokens += promptTokens;
    longest = Math.max(longest, promptTokens);
    cut += isCut ? 1 : 0;
  }

  /** Counts a pair whose prompt cannot be made: its query alone is too long, or is no text. */
  void addUnusable() {
    unusable++;
  }

  int prompts() {
    return prompts;
  }

  int cut() {
    return cut;
  }

  int unusable() {
    return unusable;
  }

  int longest() {
    return longest;
  }

  long tokens() {
    return tokens;
  }
}
