package io.rank1.cli.collection.corpus;

import io.rank1.cli.collection.beir.BeirFields;
import io.rank1.cli.collection.beir.BeirLines;
import io.rank1.cli.collection.beir.BeirRecord;
import io.rank1.cli.input.ByteLines;
import io.rank1.cli.input.InputException;
import io.rank1.core.text.TitledText;

/** BEIR's corpus.jsonl, and others of its kind. */
final class BeirDocuments implements DocumentLines {

  private final BeirLines lines;

  /**
   * @param lines left open
   */
  BeirDocuments(ByteLines lines) {
    this.lines = new BeirLines(lines, BeirFields.DOCUMENTS);
  }

  @Override
  public boolean next() throws InputException {
    return lines.next();
  }

  @Override
  public String docid() {
    return lines.id();
  }

  @Override
  public TitledText document() throws InputException {
    BeirRecord document = lines.record(BeirLines.Text.REQUIRED);
    return new TitledText(document.title(), document.text());
  }
}
