package io.rank1.core.engine;

import io.rank1.core.runner.Sampling;
import java.util.Objects;

/**
 * Tokens to be decoded from.
 *
 * <p>Several sequences of one prompt, samples for one, compute it once when each names all of it
 * but the last token as shared.
 *
 * @param tokens the prompt, at least one token; not changed afterwards
 * @param sharedPrefix how many of the first tokens other requests begin with too, so that they are
 *     worth computing once; fewer than there are tokens
 * @param program what is to be made of the rows; of this request alone
 * @param sampling how tokens are chosen
 * @param maxTokens tokens to generate before the program is told of {@link Progress.Limit#BUDGET}
 * @param maxSize tokens, the prompt's included, before it is told of {@link Progress.Limit#CONTEXT}
 * @param service its turn among others
 */
public record GenerationRequest(
    int[] tokens,
    int sharedPrefix,
    DecodeProgram program,
    Sampling sampling,
    int maxTokens,
    int maxSize,
    Service service) {

  /**
   * @throws IllegalArgumentException when there is no token, or the prefix has them all
   */
  public GenerationRequest {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(sampling, "sampling");
    Objects.requireNonNull(service, "service");
    if (sharedPrefix < 0 || sharedPrefix >= tokens.length) {
      throw new IllegalArgumentException(sharedPrefix + " of " + tokens.length + " tokens shared");
    }
  }
}
