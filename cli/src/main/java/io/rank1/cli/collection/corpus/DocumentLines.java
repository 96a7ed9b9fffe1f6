package io.rank1.cli.collection.corpus;

import io.rank1.cli.input.InputException;
import io.rank1.core.text.TitledText;

/** The documents of a file, one a line. A document is looked into only where it is asked for. */
interface DocumentLines {

  /**
   * Goes to the next document and reads its identifier.
   *
   * @return false at the end
   * @throws InputException when the line has no identifier
   */
  boolean next() throws InputException;

  /** The identifier of the document. */
  String docid();

  /**
   * The document's title and text, as they are.
   *
   * @throws InputException when the line is bad
   */
  TitledText document() throws InputException;
}
