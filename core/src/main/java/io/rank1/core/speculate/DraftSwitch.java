package io.rank1.core.speculate;

/**
 * Turns guessing off for a sequence when too few of its last guesses were right, and on again after
 * a while, which is twice as long each time: a chain that quotes may do so later only. Confined to
 * the engine's thread.
 */
final class DraftSwitch {

  /** What the last guesses tell. */
  enum Verdict {
    /** Too few were made. */
    OPEN,
    /** Enough are right. */
    PAYS,
    /** Too many are wrong, and guessing is off from now on. */
    TURNED_OFF
  }

  /** Guesses that are judged by. */
  static final int WINDOW = Integer.SIZE;

  /** Of them so many must be right. */
  static final int LEAST_RIGHT = 8;

  /** Tokens after which it is tried again, the first time. */
  static final int PAUSE = 64;

  private int right; // a bit for each of the last guesses, the latest lowest
  private int seen;
  private int onFrom; // a size of the sequence
  private int pause = PAUSE;

  /**
   * Whether to guess.
   *
   * @param size tokens that the sequence has
   */
  boolean isOn(int size) {
    return size >= onFrom;
  }

  /**
   * Takes in what became of guesses.
   *
   * @param size tokens that the sequence has
   */
  Verdict count(int drafted, int accepted, int size) {
    for (int i = 0; i < drafted; i++) {
      right = right << 1 | (i < accepted ? 1 : 0);
    }
    seen = Math.min(WINDOW, seen + drafted);
    if (seen < WINDOW) {
      return Verdict.OPEN;
    }
    if (Integer.bitCount(right) >= LEAST_RIGHT) {
      pause = PAUSE;
      return Verdict.PAYS;
    }
    seen = 0;
    onFrom = size + pause;
    pause = Math.min(2 * pause, Integer.MAX_VALUE / 4);
    return Verdict.TURNED_OFF;
  }
}
