package io.rank1.cli.collection.topics;

import io.rank1.cli.input.ByteLines;
import io.rank1.cli.input.DataLines;
import io.rank1.cli.input.InputException;
import java.util.Optional;

/**
 * Lines of qid and text, separated by a tab. A line of titles is a topic like others, which no run
 * names.
 */
final class QueryLines {

  private QueryLines() {}

  /**
   * @param column what the text is called in messages
   * @throws InputException when a line has more or less than two columns, or the table refuses it
   */
  static void read(ByteLines bytes, String column, QueryTable table) throws InputException {
    DataLines lines = DataLines.of(bytes);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      String[] cells = line.get().split("\t", -1);
      if (cells.length != 2) {
        String found = cells.length == 1 ? "1 column" : cells.length + " columns";
        throw bytes.bad(found + ", expected 2 (qid, " + column + "), separated by a tab");
      }
      table.add(lines.number(), cells[0], cells[1]);
    }
  }
}
