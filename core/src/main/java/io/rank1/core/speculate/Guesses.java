package io.rank1.core.speculate;

import java.util.Arrays;

/** The guesses for one sequence, and what became of them. Confined to the engine's thread. */
final class Guesses {

  private final Speculation speculation;
  private final Drafter drafter;
  private final DraftSwitch drafting = new DraftSwitch();
  private boolean isBegun;
  private boolean isPassedOver;

  Guesses(Speculation speculation, Drafter drafter) {
    this.speculation = speculation;
    this.drafter = drafter;
  }

  /**
   * Guesses at what follows.
   *
   * @param useful tokens that the sequence can still take; 0 or less for none
   */
  int[] next(TokensSoFar tokens, int useful) {
    int most = Math.min(speculation.most(), useful);
    if (most <= 0 || !isOn(tokens.size())) {
      return Drafter.NOTHING;
    }
    try {
      int[] drafted = drafter.draft(tokens, most);
      tokens.mark();
      return drafted.length > most ? Arrays.copyOf(drafted, most) : drafted;
    } catch (RuntimeException e) {
      speculation.broke(e);
      return Drafter.NOTHING;
    }
  }

  private boolean isOn(int size) {
    if (!speculation.pausesByItself()) {
      return true;
    }
    if (!isBegun) {
      isBegun = true;
      isPassedOver = !speculation.isWorthATry();
    }
    return !isPassedOver && drafting.isOn(size);
  }

  /**
   * Takes in what became of the last ones.
   *
   * @param size tokens that the sequence has
   */
  void count(int drafted, int accepted, int size) {
    speculation.count(drafted, accepted);
    if (speculation.pausesByItself()) {
      speculation.count(drafting.count(drafted, accepted, size));
    }
  }
}
