package io.rank1.cli.collection.topics;

import io.rank1.cli.input.ByteLines;
import io.rank1.cli.input.DataLines;
import io.rank1.cli.input.InputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of qid and text, separated by a tab; or {@code qid:text}, as in TREC's Million Query track,
 * maybe with a priority between the two. The first line decides. Further tabs belong to the text,
 * but not on the first line, where they would be those of another table. A line of titles is a
 * topic like others, which no run names.
 */
final class QueryLines {

  private static final Pattern COLON = Pattern.compile("([0-9]+):([^\t]*)");
  private static final Pattern PRIORITY = Pattern.compile("([0-9]+):[0-9]:([^\t]*)");

  private final ByteLines bytes;
  private final String column;
  private final QueryTable table;
  private Pattern colon; // null for tabs

  private QueryLines(ByteLines bytes, String column, QueryTable table) {
    this.bytes = bytes;
    this.column = column;
    this.table = table;
  }

  /**
   * @param column what the text is called in messages
   * @throws InputException when a line has less than two columns, the first one more, or the table
   *     refuses it
   */
  static void read(ByteLines bytes, String column, QueryTable table) throws InputException {
    new QueryLines(bytes, column, table).read();
  }

  private void read() throws InputException {
    DataLines lines = DataLines.of(bytes);
    Optional<String> line = lines.next();
    if (line.isPresent()) {
      colon = separator(line.get());
    }
    for (; line.isPresent(); line = lines.next()) {
      add(line.get());
    }
  }

  private Pattern separator(String first) throws InputException {
    int tabs = (int) first.chars().filter(c -> c == '\t').count();
    if (tabs > 1) {
      throw wrongColumns(tabs + 1);
    }
    if (tabs == 1) {
      return null;
    }
    if (PRIORITY.matcher(first).matches()) {
      return PRIORITY;
    }
    return COLON.matcher(first).matches() ? COLON : null;
  }

  private void add(String line) throws InputException {
    if (colon != null) {
      Matcher parts = colon.matcher(line);
      if (!parts.matches()) {
        throw bytes.bad("expected qid:" + column + ", as in the first line");
      }
      table.add(bytes.number(), parts.group(1), parts.group(2));
      return;
    }
    int tab = line.indexOf('\t');
    if (tab < 0) {
      throw wrongColumns(1);
    }
    String qid = line.substring(0, tab);
    String text = line.substring(tab + 1);
    if (text.indexOf('\t') >= 0) {
      table.noteTabs(qid);
    }
    table.add(bytes.number(), qid, text);
  }

  private InputException wrongColumns(int found) {
    String count = found == 1 ? "1 column" : found + " columns";
    return bytes.bad(count + ", expected 2 (qid, " + column + "), separated by a tab");
  }
}
