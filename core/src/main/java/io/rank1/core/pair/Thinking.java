package io.rank1.core.pair;

import io.rank1.core.runner.Sampling;
import java.util.Objects;
import java.util.Optional;

/**
 * How much is thought about a pair before its score is read.
 *
 * @param maxTokens the most tokens of a chain, after which an answer is forced; 0 for no chain at
 *     all: the score is read after a fill between the markers (arXiv 2505.16886)
 * @param rethinks how often a chain that has ended goes on with "Wait" (arXiv 2502.18418); 0 or
 *     more
 * @param earlyExit when a chain ends before the model ends it; empty for never
 * @param samples how many chains there are, and how their tokens are drawn
 */
public record Thinking(
    int maxTokens, int rethinks, Optional<EarlyExit> earlyExit, Samples samples) {

  /** No chain: the score is read off the prompt. */
  public static final Thinking DIRECT = new Thinking(0, 0, Optional.empty(), Samples.GREEDY);

  /**
   * Ends a chain once its answer has stopped to move (after DEER, arXiv 2504.15895): at the ends of
   * sentences P(true) is looked at, as if {@code </think>} followed.
   *
   * @param epsilon P(true) is settled when it is less than this, or more than 1 less this; in (0,
   *     0.5]
   * @param looks how many looks in a row have to find it settled on one side; positive
   * @param everyTokens tokens after which a sentence that has not ended is looked at too; positive
   */
  public record EarlyExit(double epsilon, int looks, int everyTokens) {

    /** Tokens after which a look is due, where nothing else is said. */
    public static final int EVERY_TOKENS = 40;

    /**
     * @throws IllegalArgumentException when a number is out of its range
     */
    public EarlyExit {
      if (!(epsilon > 0 && epsilon <= 0.5)) {
        throw new IllegalArgumentException(
            "the epsilon of an early exit is in (0, 0.5]: " + epsilon);
      }
      if (looks < 1 || everyTokens < 1) {
        throw new IllegalArgumentException(
            "an early exit needs at least one look and one token between: "
                + looks
                + ", "
                + everyTokens);
      }
    }
  }

  /**
   * The chains of one pair, whose probabilities are averaged.
   *
   * @param count how many; positive
   * @param sampling how tokens are drawn; each chain of a pair has a seed of its own, which comes
   *     of this one, the prompt and the chain's number
   */
  public record Samples(int count, Sampling sampling) {

    /** One chain of the likeliest tokens. */
    public static final Samples GREEDY = new Samples(1, Sampling.GREEDY);

    /** The most chains of one pair. */
    public static final int MOST = 256;

    /**
     * @throws IllegalArgumentException when there are none, too many, or several without a
     *     temperature, which would all be the same
     */
    public Samples {
      Objects.requireNonNull(sampling, "sampling");
      if (count < 1 || count > MOST) {
        throw new IllegalArgumentException("samples are 1 to " + MOST + ": " + count);
      }
      if (count > 1 && sampling.isGreedy()) {
        throw new IllegalArgumentException(
            "several samples need a temperature above 0, or all of them are the same chain");
      }
    }
  }

  /**
   * @throws IllegalArgumentException when a number is negative, or the parts contradict each other
   */
  public Thinking {
    Objects.requireNonNull(earlyExit, "earlyExit");
    Objects.requireNonNull(samples, "samples");
    if (maxTokens < 0 || rethinks < 0) {
      throw new IllegalArgumentException(
          "thinking has no negative numbers: " + maxTokens + " tokens, " + rethinks + " rethinks");
    }
    if (maxTokens == 0
        && (rethinks > 0 || earlyExit.isPresent() || !samples.equals(Samples.GREEDY))) {
      throw new IllegalArgumentException(
          "without a chain there is nothing to rethink, to end early or to draw");
    }
    if (rethinks > 0 && earlyExit.isPresent()) {
      throw new IllegalArgumentException("a rethink goes on where an early exit ends");
    }
  }

  /**
   * One chain of the likeliest tokens.
   *
   * @param maxTokens 0 for {@link #DIRECT}
   */
  public static Thinking upTo(int maxTokens) {
    return DIRECT.withMaxTokens(maxTokens);
  }

  /** The same with another budget; without anything else where that is 0. */
  public Thinking withMaxTokens(int tokens) {
    return tokens == 0 ? DIRECT : new Thinking(tokens, rethinks, earlyExit, samples);
  }

  /** The same with so many rethinks. */
  public Thinking withRethinks(int times) {
    return new Thinking(maxTokens, times, earlyExit, samples);
  }

  /** The same with an early exit. */
  public Thinking withEarlyExit(EarlyExit exit) {
    return new Thinking(maxTokens, rethinks, Optional.of(exit), samples);
  }

  /** The same with other chains. */
  public Thinking withSamples(Samples chains) {
    return new Thinking(maxTokens, rethinks, earlyExit, chains);
  }

  /** Whether there is no chain. */
  public boolean isDirect() {
    return maxTokens == 0;
  }
}
