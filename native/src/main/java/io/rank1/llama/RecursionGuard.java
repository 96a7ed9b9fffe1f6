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
 * the process. A match spans at most a run of other characters and the white space behind it, or
 * white space and what follows, so the longest two neighbouring runs bound the depth.
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

  /** The largest length of two neighbouring runs, white space and none, in UTF-16 units. */
  static int longestRun(String text) {
    int longest = 0;
    int before = 0; // start of the run before the current one
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (i > 0 && isSpace(text.charAt(i)) != isSpace(text.charAt(i - 1))) {
        before = start;
        start = i;
      }
      longest = Math.max(longest, i - before + 1);
    }
    return longest;
  }

  /** White space as llama.cpp's regular expressions see it ({@code unicode_set_whitespace}). */
  private static boolean isSpace(char c) {
    return switch (c) {
      case ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
      default -> c >= 0x09 && c <= 0x0D || c >= 0x2000 && c <= 0x200A;
    };
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
