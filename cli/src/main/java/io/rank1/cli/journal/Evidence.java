package io.rank1.cli.journal;

import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.Relevance;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FormulaScore;
import io.rank1.core.pair.MeanScore;
import io.rank1.core.pair.RerankResult;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

  /** What a result with a score has: two logits, or the chains of a mean. */
  static Optional<Evidence> of(RerankResult result) {
    return result
        .score()
        .map(
            score -> {
              if (score instanceof MeanScore mean) {
                return of(mean, result);
              }
              return score instanceof FormulaScore formula ? of(formula) : of((AnswerLogits) score);
            });
  }

  /** What a reranker's own formula read. */
  private static Evidence of(FormulaScore score) {
    return new Evidence(
        Relevance.of(score),
        JsonLines.object(json -> score.readings().forEach(json::writeNumberProperty)));
  }

  /** Two logits. */
  public static Evidence of(AnswerLogits score) {
    return new Evidence(
        Relevance.of(score),
        JsonLines.object(
            json -> {
              json.writeNumberProperty(TRUE, score.logitTrue());
              json.writeNumberProperty(FALSE, score.logitFalse());
            }));
  }

  private static Evidence of(MeanScore mean, RerankResult result) {
    return new Evidence(
        Relevance.of(mean),
        JsonLines.object(json -> JsonLines.writeSamples(json, mean, result.samples())));
  }

  /** Whether these are the chains of a mean: its fields stand among a result's own. */
  public boolean isOfSamples() {
    return fields().find(JsonLines.SAMPLES).isPresent();
  }

  /** The fields of the evidence, each as the JSON that it is. */
  public Map<String, String> rawFields() {
    return fields().texts();
  }

  private Fields fields() {
    byte[] object = json.getBytes(StandardCharsets.UTF_8);
    return Fields.all(object, object.length);
  }

  /** The two logits that the fields hold; nothing where there are none. */
  static Optional<AnswerLogits> logits(Fields fields) {
    return fields.find(TRUE).isPresent() && fields.find(FALSE).isPresent()
        ? Optional.of(new AnswerLogits(fields.number(TRUE), fields.number(FALSE)))
        : Optional.empty();
  }

  /** The two logits, where these are what the score was read from. */
  public Optional<AnswerLogits> logits() {
    return logits(fields());
  }
}
