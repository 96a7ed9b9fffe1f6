package io.rank1.cli.results;

import io.rank1.cli.input.PairIds;
import io.rank1.cli.output.JsonLines;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** One object: P(true) by docid by qid, one qid a line. Passages without a score are left out. */
final class MtebFormat implements ResultFormat {

  private String before = "{";

  @Override
  public Order order() {
    return Order.RANKED;
  }

  @Override
  public void write(List<ResultRow> rows, Writer out) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    String line =
        JsonLines.object(
            json -> {
              json.writeObjectPropertyStart(rows.get(0).requireIds().qid());
              for (ResultRow row : rows) {
                PairIds ids = row.requireIds();
                row.score()
                    .ifPresent(score -> json.writeNumberProperty(ids.docid(), score.probability()));
              }
              json.writeEndObject();
            });
    out.write(before + "\n" + line.substring(1, line.length() - 1));
    before = ",";
  }

  @Override
  public void end(Writer out) throws IOException {
    out.write(before.equals("{") ? "{}\n" : "\n}\n");
  }
}
