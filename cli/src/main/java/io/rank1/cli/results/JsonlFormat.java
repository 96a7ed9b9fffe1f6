package io.rank1.cli.results;

import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.JournalRecord;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.output.JsonLines;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * A JSON object a pair, with everything but times. Candidates that were not to be scored are left
 * out.
 */
final class JsonlFormat implements ResultFormat {

  private final Journal journal;
  private final JsonLines lines;

  JsonlFormat(Journal journal, JsonLines lines) {
    this.journal = journal;
    this.lines = lines;
  }

  @Override
  public Order order() {
    return Order.AS_GIVEN;
  }

  @Override
  public void write(List<ResultRow> rows, Writer out) throws IOException {
    for (ResultRow row : rows) {
      if (row.entry().isPresent()) {
        JournalRecord record = journal.read(row.entry().get());
        out.write(
            JsonLines.object(
                json -> {
                  writePlace(json, row);
                  lines.writeResult(json, record.request(), record.result());
                }));
        out.write('\n');
      }
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
