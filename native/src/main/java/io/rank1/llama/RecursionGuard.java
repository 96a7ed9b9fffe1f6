package io.rank1.llama;

import io.rank1.core.prompt.UntokenizableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Gives llama.cpp's pre-tokenizer the stack that it needs.
 *
 * <p>For most vocabularies it runs {@code std::regex} ({@code unicode_regex_split_stl}), which
 * recurses once a character of a match: some 290 bytes of stack a character for qwen2, 820 for
 * tekken, on b4916. A word of 4,000 characters overflows a Java thread's usual stack, and with it
 * the process. A match never spans both white space and other characters, so the longest run of
 * either bounds the depth.
 */
final class RecursionGuard {

  private static final int SHORT_RUN = 128;
  private static final int LONGEST_RUN = 1_000_000;
  private static final long BYTES_PER_CHARACTER = 1024;
  private static final long BASE_STACK = 1L << 20;

  private RecursionGuard() {}

  /**
   * Makes a call that recurses over a text: here if its runs are short, else on a thread with a
   * stack made to measure.
   *
   * @throws UntokenizableException when a run is too long for any stack
   */
  static <T> T call(String text, Supplier<T> call) {
    int run = longestRun(text);
    if (run <= SHORT_RUN) {
      return call.get();
    }
    if (run > LONGEST_RUN) {
      throw new UntokenizableException(
          "the text holds "
              + run
              + " characters without a break, the tokenizer takes "
              + LONGEST_RUN);
    }
    return onThread(BASE_STACK + run * BYTES_PER_CHARACTER, call);
  }

  /** Length of the longest run of only white space, or of none, in UTF-16 units. */
  static int longestRun(String text) {
    int longest = 0;
    int start = 0;
    boolean inSpace = false;
    for (int i = 0; i < text.length(); i++) {
      boolean space = Character.isWhitespace(text.charAt(i));
      if (space != inSpace) {
        inSpace = space;
        start = i;
      }
      longest = Math.max(longest, i - start + 1);
    }
    return longest;
  }

  private static <T> T onThread(long stackBytes, Supplier<T> call) {
    FutureTask<T> task = new FutureTask<>(call::get);
    try {
      new Thread(null, task, "rank1-tokenizer", stackBytes).start();
    } catch (OutOfMemoryError e) {
      throw new UntokenizableException(
          "no memory for a stack of " + (stackBytes >> 20) + " MiB to tokenize a long word", e);
    }
    return await(task);
  }

  private static <T> T await(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true; // the call cannot be stopped, and it is short
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
