package io.rank1.cli.results;

import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.output.TsvLines;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** The table of {@link TsvLines}. Candidates that were not to be scored are left out. */
final class TsvFormat implements ResultFormat {

  private final Journal journal;

  TsvFormat(Journal journal) {
    this.journal = journal;
  }

  @Override
  public Order order() {
    return Order.AS_GIVEN;
  }

  @Override
  public void write(List<ResultRow> rows, Writer out) throws IOException {
    for (ResultRow row : rows) {
      if (row.entry().isPresent()) {
        JournalEntry entry = row.entry().get();
        String cause = "";
        if (entry.relevance().isEmpty()) {
          cause = journal.read(entry).result().failure().orElse("");
        }
        out.write(
            TsvLines.line(
                    row.place().ids(),
                    row.place().line().orElse(0),
                    entry.relevance(),
                    entry.finish().name(),
                    cause)
                + "\n");
      }
    }
  }
}
