package io.rank1.core.speculate;

/**
 * What became of guesses.
 *
 * @param drafted tokens that were guessed and run
 * @param accepted those of them that the model would have chosen, and that were taken
 * @param turnedOff times that guessing was turned off for a sequence for a while
 */
public record SpeculationStats(long drafted, long accepted, long turnedOff) {

  /** The share of guesses that were right, in [0, 1]; 0 before the first. */
  public double acceptance() {
    return drafted == 0 ? 0 : accepted / (double) drafted;
  }

  /** What was added since an earlier count. */
  public SpeculationStats since(SpeculationStats earlier) {
    return new SpeculationStats(
        drafted - earlier.drafted, accepted - earlier.accepted, turnedOff - earlier.turnedOff);
  }
}
