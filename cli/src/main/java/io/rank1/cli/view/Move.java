package io.rank1.cli.view;

/** How far a passage moved against the first stage. */
enum Move {
  UP("▲"),
  DOWN("▼"),
  NONE("="),
  UNKNOWN("");

  private final String sign;

  Move(String sign) {
    this.sign = sign;
  }

  /**
   * @param rank the place now, from 1
   * @param before the place in the first stage, from 1; 0 where that is not known
   */
  static Move of(int rank, int before) {
    if (before == 0) {
      return UNKNOWN;
    }
    return rank == before ? NONE : rank < before ? UP : DOWN;
  }

  /** The move and its length: {@code ▲3}, {@code ▼2}, {@code =}, or nothing. */
  static String text(int rank, int before) {
    Move move = of(rank, before);
    return move == UP || move == DOWN ? move.sign + Math.abs(rank - before) : move.sign;
  }
}
