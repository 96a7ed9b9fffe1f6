package io.rank1.cli.output;

import io.rank1.cli.input.PairIds;
import io.rank1.cli.input.PairRow;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FormulaScore;
import io.rank1.core.pair.MeanScore;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import io.rank1.core.pair.Timings;
import io.rank1.core.text.PlainText;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * A result as a JSON object on one line. What a terminal would obey, and what some programs take
 * for the end of a line, is escaped, which changes no value.
 */
public final class JsonLines {

  /** How far the chains of a mean lie apart. */
  public static final String SPREAD = "spread";

  /** The logarithm of the odds that a score stands for, where no logits tell it. */
  public static final String LOG_ODDS = "log_odds";

  /** What a reranker's own formula made a score of. */
  public static final String EVIDENCE = "evidence";

  /** The chains of a mean. */
  public static final String SAMPLES = "samples";

  private static final JsonFactory JSON =
      JsonFactory.builder().characterEscapes(new SteeringEscapes()).build();

  private final String model;
  private final String runtime;

  /**
   * @param model the model's name
   * @param runtime what runs it
   */
  public JsonLines(String model, String runtime) {
    this.model = model;
    this.runtime = runtime;
  }

  /** The model's name. */
  public String model() {
    return model;
  }

  /** The result of a pair, with the times that it took. */
  public String pair(RerankRequest request, RerankResult result) {
    return object(
        json -> {
          ResultFields fields = ResultFields.of(result);
          writePair(json, request, fields);
          writeTimings(json, result.timings());
          writeFailure(json, fields);
        });
  }

  /** The result of a pair of a table, with its identifiers or else its line. */
  String row(PairRow row, RerankResult result) {
    return object(
        json -> {
          row.ids()
              .ifPresentOrElse(
                  ids -> writeIds(json, ids), () -> json.writeNumberProperty("line", row.line()));
          writeResult(json, row.request(), ResultFields.of(result));
        });
  }

  /** One object on one line. */
  public static String object(Consumer<JsonGenerator> content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      content.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  /** Everything that is known of a pair but for what depends on the moment alone. */
  public void writeResult(JsonGenerator json, RerankRequest request, ResultFields result) {
    writePair(json, request, result);
    writeFailure(json, result);
  }

  /** The fields qid and docid. */
  public static void writeIds(JsonGenerator json, PairIds ids) {
    json.writeStringProperty("qid", ids.qid());
    json.writeStringProperty("docid", ids.docid());
  }

  private void writePair(JsonGenerator json, RerankRequest request, ResultFields result) {
    json.writeStringProperty("query", request.query());
    if (!request.instruction().isEmpty()) {
      json.writeStringProperty("instruction", request.instruction());
    }
    writeTitle(json, request);
    json.writeStringProperty("passage", request.passage());
    result.score().accept(json);
    json.writeStringProperty("reasoning", result.reasoning());
    json.writeStringProperty("finish_reason", result.finish());
    json.writeNumberProperty("prompt_tokens", result.tokens().prompt());
    json.writeNumberProperty("completion_tokens", result.tokens().completion());
    json.writeBooleanProperty("truncated", result.cut());
    writeModel(json);
  }

  /** The field title, where a passage has one that stands beside it. */
  public static void writeTitle(JsonGenerator json, RerankRequest request) {
    if (!request.title().isEmpty()) {
      json.writeStringProperty("title", request.title());
    }
  }

  /** The fields model and runtime. */
  public void writeModel(JsonGenerator json) {
    json.writeStringProperty("model", model);
    json.writeStringProperty("runtime", runtime);
  }

  private static void writeFailure(JsonGenerator json, ResultFields result) {
    result.failure().ifPresent(cause -> json.writeStringProperty("error", cause));
  }

  /** The fields of a result's score. */
  static void writeScore(JsonGenerator json, RerankResult result) {
    Optional<Score> score = result.score();
    if (score.isEmpty()) {
      writeNoScore(json);
    } else if (score.get() instanceof MeanScore mean) {
      writeProbability(json, mean);
      writeSamples(json, mean, result.samples());
    } else {
      writeScore(json, score.get());
    }
  }

  /** How far several chains lie apart, and the chains themselves. */
  public static void writeSamples(
      JsonGenerator json, MeanScore mean, List<RerankResult.Sample> samples) {
    json.writeNumberProperty(SPREAD, mean.spread());
    json.writeArrayPropertyStart(SAMPLES);
    for (RerankResult.Sample sample : samples) {
      json.writeStartObject();
      writeScore(json, sample.score());
      json.writeStringProperty("finish_reason", Names.of(sample.finish()));
      json.writeNumberProperty("completion_tokens", sample.tokens());
      json.writeStringProperty("reasoning", sample.reasoning());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeProbability(JsonGenerator json, Score score) {
    json.writeNumberProperty("score", score.probability());
    json.writeStringProperty("label", Names.of(score.label()));
  }

  /** The fields of a score of one chain: two logits say it, or a formula made it. */
  public static void writeScore(JsonGenerator json, Score score) {
    writeProbability(json, score);
    if (score instanceof AnswerLogits logits) {
      json.writeNumberProperty("logit_true", logits.logitTrue());
      json.writeNumberProperty("logit_false", logits.logitFalse());
    } else {
      json.writeNumberProperty(LOG_ODDS, score.difference());
      if (score instanceof FormulaScore formula) {
        json.writeObjectPropertyStart(EVIDENCE);
        formula.readings().forEach(json::writeNumberProperty);
        json.writeEndObject();
      }
    }
  }

  /** The same fields where there is no score. */
  public static void writeNoScore(JsonGenerator json) {
    json.writeNullProperty("score");
    json.writeNullProperty("label");
    json.writeNullProperty("logit_true");
    json.writeNullProperty("logit_false");
  }

  private static void writeTimings(JsonGenerator json, Timings timings) {
    json.writeObjectPropertyStart("timings");
    json.writeNumberProperty("queued_ms", millis(timings.queued()));
    json.writeNumberProperty("prefill_ms", millis(timings.prefill()));
    json.writeNumberProperty("decode_ms", millis(timings.decode()));
    json.writeNumberProperty("total_ms", millis(timings.total()));
    json.writeEndObject();
  }

  /** Milliseconds, to the microsecond. */
  private static double millis(Duration duration) {
    return duration.toNanos() / 1000 / 1000.0;
  }

  /** Escapes beyond those that JSON demands. */
  private static final class SteeringEscapes extends CharacterEscapes {

    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7F;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = standardAsciiEscapesForJSON();
      escapes[DELETE] = ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return PlainText.steers(c) || PlainText.endsLine(c)
          ? new SerializedString(String.format(Locale.ROOT, "\\u%04X", c))
          : null;
    }
  }
}
