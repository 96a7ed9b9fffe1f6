package io.rank1.cli.collection.corpus;

import io.rank1.core.text.TitledText;

/** Keeps passages with their titles by number. Written by one thread, then read by any. */
interface PassageStore extends AutoCloseable {

  /**
   * Keeps a passage.
   *
   * @param number as many as there are already
   * @throws io.rank1.cli.exit.CommandException when it cannot be written
   */
  void add(int number, TitledText passage);

  /**
   * @throws io.rank1.cli.exit.CommandException when it cannot be read
   */
  TitledText get(int number);

  /** Frees what is kept; closing again does nothing. */
  @Override
  void close();
}
