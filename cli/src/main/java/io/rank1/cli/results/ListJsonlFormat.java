package io.rank1.cli.results;

import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.Names;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * A JSON object per candidate of a ranking by lists. Its score has a name of its own, {@code
 * list_score}, so that nobody takes it for a probability. What was not to be ranked is left out.
 */
final class ListJsonlFormat implements ResultFormat {

  private final JsonLines model;

  ListJsonlFormat(JsonLines model) {
    this.model = model;
  }

  @Override
  public Order order() {
    return Order.RANKED;
  }

  @Override
  public void write(List<ResultRow> rows, Writer out) throws IOException {
    for (ResultRow row : rows) {
      if (row.list().isPresent()) {
        out.write(JsonLines.object(json -> write(json, row, row.list().get())));
        out.write('\n');
      }
    }
  }

  private void write(JsonGenerator json, ResultRow row, ListStanding standing) {
    JsonLines.writeIds(json, row.requireIds());
    json.writeNumberProperty("rank", row.rank().orElseThrow());
    PairPlace.FirstStage first = row.place().firstStage().orElseThrow();
    json.writeNumberProperty("first_stage_rank", first.rank());
    json.writeNumberProperty("first_stage_score", first.score());
    json.writeStringProperty("query", standing.texts().query());
    if (!standing.texts().instruction().isEmpty()) {
      json.writeStringProperty("instruction", standing.texts().instruction());
    }
    JsonLines.writeTitle(json, standing.texts());
    json.writeStringProperty("passage", standing.texts().passage());
    if (standing.score().isPresent()) {
      json.writeNumberProperty("list_score", standing.score().getAsDouble());
    } else {
      json.writeNullProperty("list_score");
    }
    json.writeStringProperty("score_kind", Names.of(standing.kind()));
    json.writeStringProperty("finish_reason", standing.finish());
    model.writeModel(json);
    standing.failure().ifPresent(cause -> json.writeStringProperty("error", cause));
  }
}
