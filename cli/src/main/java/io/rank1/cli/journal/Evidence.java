package io.rank1.cli.journal;

import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.Relevance;
import io.rank1.core.pair.Score;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * What a score was read from.
 *
 * @param relevance what it says, which is all that rankings need
 * @param json the evidence itself, a JSON object on one line; only those who write details look
 *     into it
 */
public record Evidence(Relevance relevance, String json) {

  private static final String TRUE = "logit_true";
  private static final String FALSE = "logit_false";

  public Evidence {
    Objects.requireNonNull(relevance, "relevance");
    Objects.requireNonNull(json, "json");
  }

  /** Two logits. */
  public static Evidence of(Score score) {
    return new Evidence(
        Relevance.of(score),
        JsonLines.object(
            json -> {
              json.writeNumberProperty(TRUE, score.logitTrue());
              json.writeNumberProperty(FALSE, score.logitFalse());
            }));
  }

  /** The two logits that the fields hold; nothing where there are none. */
  static Optional<Score> logits(Fields fields) {
    return fields.find(TRUE).isPresent() && fields.find(FALSE).isPresent()
        ? Optional.of(new Score(fields.number(TRUE), fields.number(FALSE)))
        : Optional.empty();
  }

  /** The two logits, where these are what the score was read from. */
  public Optional<Score> logits() {
    byte[] object = json.getBytes(StandardCharsets.UTF_8);
    return logits(Fields.all(object, object.length));
  }
}
