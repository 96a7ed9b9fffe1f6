package io.rank1.core.pair;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one pair. A pair without a score says why; a score is never made up.
 *
 * @param finish how the pair ended
 * @param score present exactly when {@code finish.isScored()}
 * @param failure the cause in one line; present exactly when there is no score
 * @param reasoning the generated text before {@code </think>}, or all of it when the chain did not
 *     get that far; as generated, white space included. Of several samples, that of the one whose
 *     probability is nearest to the mean
 * @param samples the chains, where the score is the mean of several; else empty
 * @param tokens token counts
 * @param truncation how much of the passage the prompt holds
 * @param timings wall times
 */
public record RerankResult(
    FinishReason finish,
    Optional<Score> score,
    Optional<String> failure,
    String reasoning,
    List<Sample> samples,
    TokenCounts tokens,
    Truncation truncation,
    Timings timings) {

  /**
   * One chain of several.
   *
   * @param finish how it ended
   * @param score what was read behind it
   * @param reasoning its text
   * @param tokens that it has
   */
  public record Sample(FinishReason finish, Score score, String reasoning, int tokens) {

    public Sample {
      Objects.requireNonNull(finish, "finish");
      Objects.requireNonNull(score, "score");
      Objects.requireNonNull(reasoning, "reasoning");
    }
  }

  /**
   * @throws IllegalArgumentException when score or failure contradict the finish reason
   */
  public RerankResult {
    samples = List.copyOf(samples);
    Objects.requireNonNull(reasoning, "reasoning");
    Objects.requireNonNull(tokens, "tokens");
    Objects.requireNonNull(truncation, "truncation");
    Objects.requireNonNull(timings, "timings");
    if (score.isPresent() != finish.isScored() || failure.isPresent() == finish.isScored()) {
      throw new IllegalArgumentException(
          finish + " with score " + score + " and failure " + failure);
    }
  }

  /** A pair with one chain. */
  public RerankResult(
      FinishReason finish,
      Optional<Score> score,
      Optional<String> failure,
      String reasoning,
      TokenCounts tokens,
      Truncation truncation,
      Timings timings) {
    this(finish, score, failure, reasoning, List.of(), tokens, truncation, timings);
  }

  /** A pair without a score, of which nothing was computed. */
  public static RerankResult without(FinishReason finish, String cause, int passageChars) {
    return new RerankResult(
        finish,
        Optional.empty(),
        Optional.of(cause),
        "",
        TokenCounts.NONE,
        Truncation.none(passageChars),
        Timings.NONE);
  }

  /**
   * The score, for callers that treat a pair without one as an error.
   *
   * @throws NoSuchElementException with the cause, when there is no score
   */
  public Score requireScore() {
    return score.orElseThrow(
        () -> new NoSuchElementException("no score: " + failure.orElse(finish.name())));
  }
}
