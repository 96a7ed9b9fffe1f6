package io.rank1.core.host;

import io.rank1.core.failure.Rank1Exception;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What futures wrap, unwrapped. */
public final class Failures {

  private Failures() {}

  /** The exception of the family that a future failed with, or the one that it is in. */
  public static RuntimeException unwrapped(Throwable thrown) {
    Throwable cause = cause(thrown);
    if (cause instanceof RuntimeException known) {
      return known;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new CompletionException(cause);
  }

  /** What a future failed with. */
  public static Throwable cause(Throwable thrown) {
    boolean isWrapped =
        thrown instanceof CompletionException || thrown instanceof ExecutionException;
    return isWrapped && thrown.getCause() != null ? cause(thrown.getCause()) : thrown;
  }

  /** Waits for a future, and cancels it when the waiting thread is interrupted. */
  public static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      future.cancel(false); // does nothing unless the wait was interrupted
    }
  }

  /**
   * The failure of one pair.
   *
   * @throws CancellationException when it was cancelled
   */
  public static Rank1Exception ofPair(Throwable thrown) {
    if (cause(thrown) instanceof Rank1Exception failure) {
      return failure;
    }
    throw unwrapped(thrown);
  }
}
