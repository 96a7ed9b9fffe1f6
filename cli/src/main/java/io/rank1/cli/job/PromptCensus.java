package io.rank1.cli.job;

/** Counts the prompts of a job that are to be run. Safe for use by several threads. */
final class PromptCensus {

  private int prompts;
  private int cut;
  private int unusable;
  private int longest;
  private long tokens;

  synchronized void add(int promptTokens, boolean isCut) {
    prompts++;
    tokens += promptTokens;
    longest = Math.max(longest, promptTokens);
    cut += isCut ? 1 : 0;
  }

  /** Counts a pair whose prompt cannot be made: its query alone is too long, or is no text. */
  synchronized void addUnusable() {
    unusable++;
  }

  synchronized int prompts() {
    return prompts;
  }

  synchronized int cut() {
    return cut;
  }

  synchronized int unusable() {
    return unusable;
  }

  synchronized int longest() {
    return longest;
  }

  synchronized long tokens() {
    return tokens;
  }
}
