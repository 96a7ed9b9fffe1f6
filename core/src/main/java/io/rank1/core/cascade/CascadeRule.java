package io.rank1.core.cascade;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which passages of a query are thought about after a direct pass on all of them. With both a top
 * and a band, those of either.
 *
 * @param top the best so many by the direct pass
 * @param between those whose direct score is uncertain
 * @param untilStable from the top of the direct pass down, until no passage below could still enter
 *     the best so many
 */
public record CascadeRule(OptionalInt top, Optional<Band> between, OptionalInt untilStable) {

  /**
   * Probabilities from one to another, both included.
   *
   * @param low in [0, 1]
   * @param high in [0, 1], not less than the low one
   */
  public record Band(double low, double high) {

    /**
     * @throws IllegalArgumentException when these are no probabilities, or the wrong way round
     */
    public Band {
      if (!(low >= 0 && low <= high && high <= 1)) {
        throw new IllegalArgumentException(
            "a band is two probabilities, the smaller one first: " + low + ", " + high);
      }
    }

    /** Whether P(true) lies in it. */
    public boolean contains(double probability) {
      return probability >= low && probability <= high;
    }
  }

  /**
   * @throws IllegalArgumentException when it is no rule, a number is not positive, or the parts
   *     contradict each other
   */
  public CascadeRule {
    Objects.requireNonNull(between, "between");
    requirePositive(top);
    requirePositive(untilStable);
    if (top.isEmpty() && between.isEmpty() && untilStable.isEmpty()) {
      throw new IllegalArgumentException("a cascade needs a rule for what is thought about");
    }
    if (untilStable.isPresent() && (top.isPresent() || between.isPresent())) {
      throw new IllegalArgumentException(
          "until stable decides by itself how far down is thought: a top or a band would think"
              + " about passages that it leaves out, or leave out what it needs");
    }
  }

  private static void requirePositive(OptionalInt passages) {
    if (passages.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "a cascade thinks about one passage at least: " + passages.getAsInt());
    }
  }

  /** The best so many by the direct pass. */
  public static CascadeRule top(int passages) {
    return new CascadeRule(OptionalInt.of(passages), Optional.empty(), OptionalInt.empty());
  }

  /** Those whose direct P(true) is from {@code low} to {@code high}. */
  public static CascadeRule between(double low, double high) {
    return new CascadeRule(
        OptionalInt.empty(), Optional.of(new Band(low, high)), OptionalInt.empty());
  }

  /** From the top down, until no passage below could still enter the best so many. */
  public static CascadeRule untilStable(int passages) {
    return new CascadeRule(OptionalInt.empty(), Optional.empty(), OptionalInt.of(passages));
  }

  /** Whether some passages are put above all others for having been thought about. */
  boolean raises() {
    return top.isPresent() || untilStable.isPresent();
  }
}
