package io.rank1.cli.output;

import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.TokenCounts;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * What a result in JSON tells of a pair beside its texts.
 *
 * @param score writes the fields of the score, or those that say that there is none
 * @param reasoning the generated text of the chain
 * @param finish the finish reason, as results name it
 * @param tokens token counts
 * @param cut whether the passage was cut
 * @param failure why there is no score
 */
public record ResultFields(
    Consumer<JsonGenerator> score,
    String reasoning,
    String finish,
    TokenCounts tokens,
    boolean cut,
    Optional<String> failure) {

  public ResultFields {
    Objects.requireNonNull(score, "score");
    Objects.requireNonNull(reasoning, "reasoning");
    Objects.requireNonNull(finish, "finish");
    Objects.requireNonNull(tokens, "tokens");
    Objects.requireNonNull(failure, "failure");
  }

  static ResultFields of(RerankResult result) {
    return new ResultFields(
        json -> JsonLines.writeScore(json, result),
        result.reasoning(),
        Names.of(result.finish()),
        result.tokens(),
        result.truncation().isCut(),
        result.failure());
  }
}
