package io.rank1.cli.journal;

import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.pair.Truncation;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a pair, as a journal keeps it: also of a pair that a later version of the program
 * has scored, or that ended in a way that only a later one knows.
 *
 * @param finish how it ended
 * @param evidence what the score was read from, unless there is no score
 * @param failure why there is none, in one line
 * @param reasoning the generated text of the chain
 * @param tokens token counts
 * @param truncation how much of the passage was read
 * @param timings wall times
 */
public record Outcome(
    Finish finish,
    Optional<Evidence> evidence,
    Optional<String> failure,
    String reasoning,
    TokenCounts tokens,
    Truncation truncation,
    Timings timings) {

  /**
   * @throws IllegalArgumentException when a finish reason that is known says the contrary of there
   *     being a score
   */
  public Outcome {
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(reasoning, "reasoning");
    Objects.requireNonNull(tokens, "tokens");
    Objects.requireNonNull(truncation, "truncation");
    Objects.requireNonNull(timings, "timings");
    requireAgreement(finish, evidence.isPresent());
  }

  static void requireAgreement(Finish finish, boolean isScored) {
    if (finish.known().filter(reason -> reason.isScored() != isScored).isPresent()) {
      throw new IllegalArgumentException(
          "finish reason and score contradict each other: " + finish.name());
    }
  }

  public static Outcome of(RerankResult result) {
    return new Outcome(
        Finish.of(result.finish()),
        Evidence.of(result),
        result.failure(),
        result.reasoning(),
        result.tokens(),
        result.truncation(),
        result.timings());
  }
}
