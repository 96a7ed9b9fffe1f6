package io.rank1.cli.journal;

import io.rank1.cli.input.PairIds;
import io.rank1.cli.output.JsonLines;
import io.rank1.core.pair.Timings;
import java.time.Duration;
import tools.jackson.core.JsonGenerator;

/**
 * Records as JSON objects. What the index needs comes first, so that reading can end before the
 * texts.
 */
final class RecordJson {

  /** The first field that the index does not need. */
  static final String FIRST_TEXT = "query";

  /** The log odds that rankings go by; only records with a score have it. */
  static final String VALUE = "value";

  /** What the value was read from, which the index does not look into. */
  static final String EVIDENCE = "evidence";

  private RecordJson() {}

  static String of(JournalRecord record) {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("key", record.key().toString());
          writePlace(json, record.place());
          writeResult(json, record.result());
          json.writeStringProperty(FIRST_TEXT, record.request().query());
          if (!record.request().instruction().isEmpty()) {
            json.writeStringProperty("instruction", record.request().instruction());
          }
          JsonLines.writeTitle(json, record.request());
          json.writeStringProperty("passage", record.request().passage());
          json.writeStringProperty("reasoning", record.result().reasoning());
        });
  }

  private static void writePlace(JsonGenerator json, PairPlace place) {
    if (place.ids().isPresent()) {
      PairIds ids = place.ids().get();
      json.writeStringProperty("qid", ids.qid());
      json.writeStringProperty("docid", ids.docid());
    }
    place.line().ifPresent(line -> json.writeNumberProperty("line", line));
    place
        .firstStage()
        .ifPresent(
            first -> {
              json.writeNumberProperty("first_stage_rank", first.rank());
              json.writeNumberProperty("first_stage_score", first.score());
            });
  }

  private static void writeResult(JsonGenerator json, Outcome result) {
    result.evidence().ifPresent(evidence -> writeEvidence(json, evidence));
    json.writeStringProperty("finish_reason", result.finish().name());
    result.failure().ifPresent(cause -> json.writeStringProperty("error", cause));
    json.writeNumberProperty("prompt_tokens", result.tokens().prompt());
    json.writeNumberProperty("completion_tokens", result.tokens().completion());
    json.writeNumberProperty("forced_tokens", result.tokens().forced());
    json.writeBooleanProperty("truncated", result.truncation().isCut());
    json.writeNumberProperty("passage_chars", result.truncation().passageChars());
    json.writeNumberProperty("kept_chars", result.truncation().keptChars());
    Timings timings = result.timings();
    json.writeNumberProperty("queued_us", micros(timings.queued()));
    json.writeNumberProperty("prefill_us", micros(timings.prefill()));
    json.writeNumberProperty("decode_us", micros(timings.decode()));
  }

  private static void writeEvidence(JsonGenerator json, Evidence evidence) {
    json.writeNumberProperty(VALUE, evidence.relevance().logOdds());
    json.writeName(EVIDENCE);
    json.writeRawValue(evidence.json());
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
