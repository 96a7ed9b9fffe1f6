package io.rank1.cli.collection.corpus;

import io.rank1.core.text.TitledText;

/**
 * The documents that a job needs. May be read by several threads, one after the other or at once.
 * Where the documents are on disk, a thread that is interrupted in the midst of reading one closes
 * the file for all: the next reads fail. An interrupt before or after does no harm.
 */
public interface Documents extends AutoCloseable {

  /** How many there are. */
  int size();

  /** Whether there is a document of this name. */
  boolean contains(String docid);

  /**
   * A document, title and text apart.
   *
   * @throws IllegalArgumentException when there is no such document
   * @throws IllegalStateException when all is closed
   * @throws io.rank1.cli.exit.CommandException when it cannot be read from disk
   */
  TitledText document(String docid);

  /**
   * The length of title and text, joined, in UTF-16 units, without reading it.
   *
   * @throws IllegalArgumentException when there is no such document
   */
  int chars(String docid);

  /** Frees the memory, and the disk; closing again does nothing. */
  @Override
  void close();
}
