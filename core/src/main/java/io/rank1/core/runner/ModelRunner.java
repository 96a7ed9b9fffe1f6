package io.rank1.core.runner;

import java.util.List;

/**
 * The model: runs chunks of token sequences and keeps their KV cache. The engine knows nothing else
 * of it.
 *
 * <p>A runner belongs to one thread: it is made, used and closed there.
 */
public interface ModelRunner extends AutoCloseable {

  /** What the runner can hold; constant over its life. */
  RunnerLimits limits();

  /**
   * Runs one step.
   *
   * @param chunks at most one per slot, each with at most {@code rowsPerChunk} rows wanted;
   *     together at most {@code batchTokens} tokens
   * @throws RunnerException when the model failed
   * @throws IllegalArgumentException when the chunks break the limits; nothing was run
   */
  StepResult run(List<Chunk> chunks) throws RunnerException;

  /**
   * Whether next tokens can be drawn at random. Where this is false, every chunk's {@link Sampling}
   * must be greedy.
   */
  default boolean drawsTokens() {
    return true;
  }

  /**
   * Has a step that runs come back soon, as a {@link RunnerException}, and every later one at once.
   * The only method that another thread may call. On a closed runner it does nothing.
   */
  default void interrupt() {
    // a runner whose steps are short has nothing to do
  }

  /**
   * Whether a slot holds a sequence's first tokens until they are truncated, however long the
   * sequence grows. A cache with a sliding window may give their place away. Where this is false
   * {@link #copy} is never called.
   */
  default boolean keepsBeginnings() {
    return true;
  }

  /**
   * Has a slot that holds nothing begin with what another holds. Its own from then on: what becomes
   * of either does not touch the other.
   *
   * @param length positions to copy, from 0; at least 1
   * @throws IllegalArgumentException when {@code from} holds fewer, or {@code to} holds any
   */
  void copy(int from, int to, int length);

  /**
   * Forgets what a slot holds from a position on.
   *
   * @param length positions to keep, from 0; a larger number than the slot holds changes nothing
   */
  void truncate(int slot, int length);

  /** Frees the model's memory. Closing again does nothing. */
  @Override
  void close();
}
