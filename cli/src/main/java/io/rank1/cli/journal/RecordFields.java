package io.rank1.cli.journal;

import io.rank1.cli.input.PairIds;
import io.rank1.core.identity.Hash128;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.pair.Truncation;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what {@link RecordJson} writes. Every method throws IllegalArgumentException if it cannot.
 */
final class RecordFields {

  private final Fields fields;

  RecordFields(Fields fields) {
    this.fields = fields;
  }

  Hash128 key() {
    return Hash128.parse(fields.text("key"));
  }

  JournalEntry entry(long offset, int length) {
    Optional<Score> score = score();
    FinishReason finish = finish();
    if (finish.isScored() != score.isPresent()) {
      throw new IllegalArgumentException("finish reason and score contradict each other");
    }
    return new JournalEntry(
        offset,
        length,
        finish,
        score.map(Score::logitTrue).orElse(0f),
        score.map(Score::logitFalse).orElse(0f),
        fields.integer("prompt_tokens"),
        fields.integer("completion_tokens"),
        Boolean.parseBoolean(fields.text("truncated")));
  }

  JournalRecord record() {
    return new JournalRecord(
        key(),
        place(),
        new RerankRequest(
            fields.text("query"), fields.find("instruction").orElse(""), fields.text("passage")),
        result());
  }

  private RerankResult result() {
    return new RerankResult(
        finish(),
        score(),
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

  private FinishReason finish() {
    return FinishReason.valueOf(fields.text("finish_reason").toUpperCase(Locale.ROOT));
  }

  private Optional<Score> score() {
    return fields.find("logit_true").isPresent()
        ? Optional.of(new Score(fields.number("logit_true"), fields.number("logit_false")))
        : Optional.empty();
  }

  private Duration micros(String name) {
    return Duration.ofNanos(Math.multiplyExact(fields.longInteger(name), 1000L));
  }
}
