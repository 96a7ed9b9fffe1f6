package io.rank1.core.pointwise;

/**
 * The engine's own rules of scoring: the prompt, what of the passage is kept, and how an answer is
 * forced. Each change of what a pair's score is read after counts as a revision. Scores of
 * different revisions do not belong into one ranking.
 */
public final class ScoringRules {

  /** The revision of this program. */
  public static final int REVISION = 2;

  private ScoringRules() {}

  /** What a revision changed, as half a sentence. */
  public static String words(int revision) {
    return switch (revision) {
      case 1 -> "the markers <think> and </think> were spelled in ordinary tokens";
      case 2 -> "the markers <think> and </think> are special tokens where the model has them";
      default -> "this program does not know it";
    };
  }
}
