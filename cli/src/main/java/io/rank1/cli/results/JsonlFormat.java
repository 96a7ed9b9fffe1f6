package io.rank1.cli.results;

import io.rank1.cli.journal.Evidence;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.JournalRecord;
import io.rank1.cli.journal.Outcome;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.Names;
import io.rank1.cli.output.ResultFields;
import io.rank1.core.cascade.Pass;
import io.rank1.core.pair.AnswerLogits;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * A JSON object a pair, with everything but times; in a job of two passes the deciding one's
 * result, and what the first one said. Candidates that were not to be scored are left out.
 */
final class JsonlFormat implements ResultFormat {

  private final Journal journal;
  private final ModelNames models;

  JsonlFormat(Journal journal, ModelNames models) {
    this.journal = journal;
    this.models = models;
  }

  @Override
  public Order order() {
    return Order.AS_GIVEN;
  }

  @Override
  public void write(List<ResultRow> rows, Writer out) throws IOException {
    for (ResultRow row : rows) {
      if (row.entry().isPresent()) {
        write(row, out);
      }
    }
  }

  private void write(ResultRow row, Writer out) throws IOException {
    JournalRecord record = journal.read(row.entry().orElseThrow());
    Optional<Outcome> firstPass = Optional.empty();
    if (row.cascade().isPresent()) {
      firstPass = Optional.of(journal.read(row.cascade().get().firstPass()).result());
    }
    Pass decidedBy = row.cascade().map(CascadeStanding::decidedBy).orElse(Pass.THINKING);
    Optional<Outcome> first = firstPass;
    out.write(
        JsonLines.object(
            json -> {
              writePlace(json, row);
              models.of(decidedBy).writeResult(json, record.request(), fields(record.result()));
              first.ifPresent(outcome -> writeFirstPass(json, decidedBy, outcome));
            }));
    out.write('\n');
  }

  private void writeFirstPass(JsonGenerator json, Pass decidedBy, Outcome first) {
    json.writeStringProperty("decided_by", Names.of(decidedBy));
    json.writeObjectPropertyStart("first_pass");
    fields(first).score().accept(json);
    json.writeStringProperty("finish_reason", first.finish().name());
    json.writeNumberProperty("prompt_tokens", first.tokens().prompt());
    models.first().ifPresent(lines -> json.writeStringProperty("model", lines.model()));
    json.writeEndObject();
  }

  private static ResultFields fields(Outcome outcome) {
    return new ResultFields(
        json ->
            outcome
                .evidence()
                .ifPresentOrElse(
                    evidence -> writeScore(json, evidence), () -> JsonLines.writeNoScore(json)),
        outcome.reasoning(),
        outcome.finish().name(),
        outcome.tokens(),
        outcome.truncation().isCut(),
        outcome.failure());
  }

  /** Evidence of a kind that is not known here stands as the journal has it. */
  private static void writeScore(JsonGenerator json, Evidence evidence) {
    Optional<AnswerLogits> logits = evidence.logits();
    if (logits.isPresent()) {
      JsonLines.writeScore(json, logits.get());
      return;
    }
    json.writeNumberProperty("score", evidence.relevance().probability());
    json.writeStringProperty("label", evidence.relevance().label());
    if (evidence.isOfSamples()) {
      Map<String, String> fields = evidence.rawFields();
      for (String name : List.of(JsonLines.SPREAD, JsonLines.SAMPLES)) {
        json.writeName(name);
        json.writeRawValue(fields.get(name));
      }
    } else {
      json.writeNumberProperty(JsonLines.LOG_ODDS, evidence.relevance().logOdds());
      json.writeName(JsonLines.EVIDENCE);
      json.writeRawValue(evidence.json());
    }
  }

  private static void writePlace(JsonGenerator json, ResultRow row) {
    PairPlace place = row.place();
    place
        .ids()
        .ifPresentOrElse(
            ids -> JsonLines.writeIds(json, ids),
            () -> json.writeNumberProperty("line", place.line().getAsLong()));
    row.rank().ifPresent(rank -> json.writeNumberProperty("rank", rank));
    place
        .firstStage()
        .ifPresent(
            first -> {
              json.writeNumberProperty("first_stage_rank", first.rank());
              json.writeNumberProperty("first_stage_score", first.score());
            });
  }
}
