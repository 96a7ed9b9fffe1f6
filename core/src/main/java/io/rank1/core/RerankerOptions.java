package io.rank1.core;

import io.rank1.core.pair.Thinking;
import io.rank1.core.runner.RunnerLimits;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/** How a reranker works. Made by {@link #builder()}; unchangeable. */
public final class RerankerOptions {

  /** Everything as it is by default. */
  public static final RerankerOptions DEFAULT = builder().build();

  private final Thinking thinking;
  private final int maxQueued;
  private final Optional<Executor> callbacks;

  private RerankerOptions(Builder builder) {
    thinking = builder.thinking;
    maxQueued = builder.maxQueued;
    callbacks = builder.callbacks;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** How much is thought about a pair that does not say so itself. */
  public Thinking thinking() {
    return thinking;
  }

  /** How many requests may wait for a slot. */
  public int maxQueued() {
    return maxQueued;
  }

  /** What completes futures; empty for threads that the reranker makes. */
  public Optional<Executor> callbacks() {
    return callbacks;
  }

  /**
   * The most tokens that a prompt may have: a quarter of the context, or the token limit of a chain
   * where that is less, is kept for the reasoning.
   *
   * @param thinkTokens the most tokens that the chain may have
   * @param closingRoom tokens that forcing an answer takes
   * @throws IllegalArgumentException when the context is too short for any prompt
   */
  static int maxPromptTokens(int thinkTokens, int closingRoom, RunnerLimits limits) {
    int reserve = Math.min(thinkTokens, limits.sequenceTokens() / 4);
    int prompt = limits.sequenceTokens() - closingRoom - reserve;
    if (prompt < 1) {
      throw new IllegalArgumentException(
          "a context of " + limits.sequenceTokens() + " tokens is too short");
    }
    return prompt;
  }

  /** Collects options. */
  public static final class Builder {

    private Thinking thinking = Thinking.upTo(8192); // what rank1's reference code uses
    private int maxQueued = 10_000;
    private Optional<Executor> callbacks = Optional.empty();

    private Builder() {}

    /** How much is thought about a pair (default: one chain of at most 8,192 tokens). */
    public Builder thinking(Thinking way) {
      thinking = Objects.requireNonNull(way, "way");
      return this;
    }

    /**
     * The most tokens that a chain may have before its answer is forced; 0 for no chain.
     *
     * @throws IllegalArgumentException when negative
     */
    public Builder maxThinkTokens(int tokens) {
      thinking = thinking.withMaxTokens(tokens);
      return this;
    }

    /**
     * How many requests may wait for a slot (default: 10,000).
     *
     * @throws IllegalArgumentException unless positive
     */
    public Builder maxQueued(int requests) {
      maxQueued = requirePositive("maxQueued", requests);
      return this;
    }

    /**
     * What completes futures, and so runs what hangs on them. {@code Runnable::run} completes them
     * on the engine's own thread, which saves a change of threads; nothing that hangs on them may
     * then take long or wait for the reranker.
     */
    public Builder callbacks(Executor executor) {
      callbacks = Optional.of(Objects.requireNonNull(executor, "executor"));
      return this;
    }

    private static int requirePositive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be positive: " + value);
      }
      return value;
    }

    public RerankerOptions build() {
      return new RerankerOptions(this);
    }
  }
}
