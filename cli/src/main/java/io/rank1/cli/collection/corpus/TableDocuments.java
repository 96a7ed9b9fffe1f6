package io.rank1.cli.collection.corpus;

import io.rank1.cli.input.ByteLines;
import io.rank1.cli.input.InputException;
import io.rank1.core.text.TitledText;

/**
 * Lines of docid and text, or docid, title and text, separated by tabs. The first line decides, and
 * every document asked for must agree. A line of titles is a document like others, which no run
 * names. Blank lines are left out.
 */
final class TableDocuments implements DocumentLines {

  private static final int PLAIN = 2;
  private static final int WITH_TITLE = 3;

  private final ByteLines lines;
  private int columns; // 0 until the first line is read
  private int docidEnd;
  private String docid = "";

  /**
   * @param lines left open
   */
  TableDocuments(ByteLines lines) {
    this.lines = lines;
  }

  @Override
  public boolean next() throws InputException {
    do {
      if (!lines.next()) {
        return false;
      }
      docidEnd = tabFrom(lines.from());
      docid = lines.text(lines.from(), docidEnd);
    } while (docidEnd == lines.to() && docid.isBlank());
    if (docidEnd == lines.to()) {
      throw wrongColumns(1);
    }
    if (docid.isBlank()) {
      throw lines.bad("the docid is blank");
    }
    if (columns == 0) {
      columns = countColumns();
      requireColumns(columns == PLAIN || columns == WITH_TITLE);
    }
    return true;
  }

  @Override
  public String docid() {
    return docid;
  }

  @Override
  public TitledText document() throws InputException {
    requireColumns(countColumns() == columns);
    int first = docidEnd + 1;
    if (columns == PLAIN) {
      return TitledText.untitled(lines.text(first, lines.to()));
    }
    int titleEnd = tabFrom(first);
    return new TitledText(lines.text(first, titleEnd), lines.text(titleEnd + 1, lines.to()));
  }

  private int tabFrom(int start) {
    int at = start;
    while (at < lines.to() && lines.bytes()[at] != '\t') {
      at++;
    }
    return at;
  }

  private int countColumns() {
    int count = 1;
    for (int at = tabFrom(lines.from()); at < lines.to(); at = tabFrom(at + 1)) {
      count++;
    }
    return count;
  }

  private void requireColumns(boolean asExpected) throws InputException {
    if (!asExpected) {
      throw wrongColumns(countColumns());
    }
  }

  private InputException wrongColumns(int found) {
    String count = found == 1 ? "1 column" : found + " columns";
    String expected =
        switch (columns) {
          case PLAIN -> "2 (docid, text), as in line 1";
          case WITH_TITLE -> "3 (docid, title, text), as in line 1";
          default -> "2 (docid, text) or 3 (docid, title, text)";
        };
    return lines.bad(count + ", expected " + expected + ", separated by tabs");
  }
}
