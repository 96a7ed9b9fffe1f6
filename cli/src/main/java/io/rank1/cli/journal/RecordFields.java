package io.rank1.cli.journal;

import io.rank1.cli.input.PairIds;
import io.rank1.cli.output.Relevance;
import io.rank1.core.identity.Hash128;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.pair.Truncation;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what {@link RecordJson} writes, and what version 1 wrote, which had the logits among the
 * other fields. Every method throws IllegalArgumentException if it cannot.
 */
final class RecordFields {

  private final Fields fields;

  RecordFields(Fields fields) {
    this.fields = fields;
  }

  Hash128 key() {
    return Hash128.parse(fields.text("key"));
  }

  JournalEntry entry(long offset) {
    return new JournalEntry(
        offset,
        finish(),
        relevance(),
        fields.integer("prompt_tokens"),
        fields.integer("completion_tokens"),
        Boolean.parseBoolean(fields.text("truncated")));
  }

  JournalRecord record() {
    return new JournalRecord(
        key(),
        place(),
        RerankRequest.builder(fields.text("query"), fields.text("passage"))
            .instruction(fields.find("instruction").orElse(""))
            .title(fields.find("title").orElse(""))
            .build(),
        result());
  }

  private Outcome result() {
    return new Outcome(
        finish(),
        evidence(),
        fields.find("error"),
        fields.text("reasoning"),
        new TokenCounts(
            fields.integer("prompt_tokens"),
            fields.integer("completion_tokens"),
            fields.integer("forced_tokens")),
        new Truncation(fields.integer("passage_chars"), fields.integer("kept_chars")),
        new Timings(micros("queued_us"), micros("prefill_us"), micros("decode_us")));
  }

  private PairPlace place() {
    Optional<PairIds> ids = fields.find("qid").map(qid -> new PairIds(qid, fields.text("docid")));
    OptionalLong line =
        fields.find("line").isPresent()
            ? OptionalLong.of(fields.longInteger("line"))
            : OptionalLong.empty();
    Optional<PairPlace.FirstStage> firstStage =
        fields
            .find("first_stage_score")
            .map(Double::valueOf)
            .map(score -> new PairPlace.FirstStage(fields.integer("first_stage_rank"), score));
    return new PairPlace(ids, line, firstStage);
  }

  private Finish finish() {
    return new Finish(fields.text("finish_reason"));
  }

  private Optional<Relevance> relevance() {
    return fields.find(RecordJson.VALUE).isPresent()
        ? Optional.of(new Relevance(Double.parseDouble(fields.text(RecordJson.VALUE))))
        : Evidence.logits(fields).map(Relevance::of); // as version 1 has it
  }

  private Optional<Evidence> evidence() {
    return fields.find(RecordJson.VALUE).isPresent()
        ? relevance().map(says -> new Evidence(says, fields.text(RecordJson.EVIDENCE)))
        : Evidence.logits(fields).map(Evidence::of);
  }

  private Duration micros(String name) {
    return Duration.ofNanos(Math.multiplyExact(fields.longInteger(name), 1000L));
  }
}
