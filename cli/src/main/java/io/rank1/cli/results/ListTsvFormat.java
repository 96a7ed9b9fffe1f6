package io.rank1.cli.results;

import io.rank1.cli.input.PairIds;
import io.rank1.cli.output.Names;
import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Candidates of lists as columns: qid, docid, score, what the score is made of, how it ended, and
 * the cause where its query could not be ranked. What was not to be ranked is left out.
 */
final class ListTsvFormat implements ResultFormat {

  @Override
  public Order order() {
    return Order.RANKED;
  }

  @Override
  public void write(List<ResultRow> rows, Writer out) throws IOException {
    for (ResultRow row : rows) {
      if (row.list().isPresent()) {
        out.write(line(row.requireIds(), row.list().get()));
      }
    }
  }

  private static String line(PairIds ids, ListStanding standing) {
    String score =
        standing.score().isPresent() ? String.valueOf(standing.score().getAsDouble()) : "";
    String line =
        String.join(
            "\t", ids.qid(), ids.docid(), score, Names.of(standing.kind()), standing.finish());
    return line + standing.failure().map(cause -> "\t" + PlainText.line(cause)).orElse("") + "\n";
  }
}
