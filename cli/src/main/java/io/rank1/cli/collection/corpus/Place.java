package io.rank1.cli.collection.corpus;

/** A line of one of several files, in 64 bits. */
final class Place {

  private static final int LINE_BITS = 40;
  private static final long LINE = (1L << LINE_BITS) - 1;

  private Place() {}

  static long of(int file, long line) {
    return (long) file << LINE_BITS | line;
  }

  static int file(long place) {
    return (int) (place >>> LINE_BITS);
  }

  static long line(long place) {
    return place & LINE;
  }
}
