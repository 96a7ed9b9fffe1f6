package io.rank1.cli.collection.corpus;

import io.rank1.cli.input.InputException;

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
   * The document's title and text, joined.
   *
   * @throws InputException when the line is bad
   */
  String passage() throws InputException;
}
