package io.rank1.cli.collection.corpus;

/** Keeps passages by number. Written by one thread, then read by any. */
interface PassageStore extends AutoCloseable {

  /**
   * Keeps a passage.
   *
   * @param number as many as there are already
   * @throws io.rank1.cli.exit.CommandException when it cannot be written
   */
  void add(int number, String passage);

  /**
   * @throws io.rank1.cli.exit.CommandException when it cannot be read
   */
  String get(int number);

  /** Frees what is kept; closing again does nothing. */
  @Override
  void close();
}
