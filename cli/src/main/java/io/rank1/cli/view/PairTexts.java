package io.rank1.cli.view;

import java.util.Objects;
import java.util.Optional;

/**
 * The texts of a pair, and what they cost.
 *
 * @param query the query
 * @param instruction what makes a passage relevant; empty where there was none
 * @param passage the passage
 * @param reasoning what the model wrote; empty where it wrote nothing. Of several samples, that of
 *     the one nearest to the mean
 * @param samples all of them, where there are several
 * @param promptTokens the prompt's length in tokens
 * @param completionTokens the reasoning's length in tokens, of all samples together
 * @param truncated whether the passage was cut to fit
 * @param error why there is no score
 */
public record PairTexts(
    String query,
    String instruction,
    String passage,
    String reasoning,
    Samples samples,
    int promptTokens,
    int completionTokens,
    boolean truncated,
    Optional<String> error) {

  public PairTexts {
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(instruction, "instruction");
    Objects.requireNonNull(passage, "passage");
    Objects.requireNonNull(reasoning, "reasoning");
    Objects.requireNonNull(samples, "samples");
    Objects.requireNonNull(error, "error");
  }

  /** The length of all texts, in characters. */
  int length() {
    return query.length()
        + instruction.length()
        + passage.length()
        + reasoning.length()
        + samples.length();
  }

  /** A hash of what the model was asked, which tells whether two records are of the same. */
  int question() {
    return Objects.hash(query, instruction, passage);
  }
}
