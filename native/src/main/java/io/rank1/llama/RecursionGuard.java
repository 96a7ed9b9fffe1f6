package io.rank1.llama;

import io.rank1.core.prompt.UntokenizableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Gives llama.cpp's pre-tokenizer the stack that it needs.
 *
 * <p>For most vocabularies it runs {@code std::regex} ({@code unicode_regex_split_stl}), which
 * recurses once per character of a match: some 290 bytes of stack per character for qwen2, 820 for
 * tekken, on b4916. A word of 4,000 characters overflows a Java thread's usual stack, and with it
 * the process. The expressions of all known pre-tokenizers match runs of one sort (letters, digits,
 * marks, white space) with at most a neighbouring run, so twice the longest run bounds the depth.
 * What may be a letter or a mark to llama.cpp counts with both. Runs are cut where they grow too
 * long.
 */
final class RecursionGuard {

  /** The longest run of one sort that is tokenized as a whole, in UTF-16 units. */
  static final int LONGEST_RUN = 16_384;

  private static final int SHORT_DEPTH = 128;
  private static final long BYTES_PER_CHARACTER = 1024;
  private static final long BASE_STACK = 1L << 20;

  /** Stacks of this kind that may be in use at once, each of 33 MiB at most. */
  private static final Semaphore DEEP_STACKS = new Semaphore(2);

  private RecursionGuard() {}

  /**
   * Makes a call that recurses over a text of {@link #pieces}: here if its runs are short, else on
   * a thread with a stack made to measure.
   *
   * @throws UntokenizableException when there is no memory for the stack
   */
  static <T> T call(String text, Supplier<T> call) {
    int depth = 2 * longestRun(text);
    if (depth <= SHORT_DEPTH) {
      return call.get();
    }
    DEEP_STACKS.acquireUninterruptibly();
    try {
      return onThread(BASE_STACK + depth * BYTES_PER_CHARACTER, call);
    } finally {
      DEEP_STACKS.release();
    }
  }

  /** A text in pieces without runs that are longer than {@link #LONGEST_RUN}: mostly one. */
  static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    Runs runs = new Runs();
    int from = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      int units = Character.charCount(character);
      if (runs.add(character, units) > LONGEST_RUN) {
        pieces.add(text.substring(from, i));
        from = i;
        runs = new Runs();
        runs.add(character, units);
      }
      i += units;
    }
    pieces.add(text.substring(from));
    return pieces;
  }

  /** The length of the longest run of one sort, in UTF-16 units. */
  static int longestRun(String text) {
    Runs runs = new Runs();
    int longest = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      int units = Character.charCount(character);
      longest = Math.max(longest, runs.add(character, units));
      i += units;
    }
    return longest;
  }

  /** Lengths of the runs that end at one place of a text, a sort each. */
  private static final class Runs {

    /** General categories that may be letters or marks to llama.cpp, or to another Unicode. */
    private static final int UNSURE =
        1 << Character.NON_SPACING_MARK
            | 1 << Character.COMBINING_SPACING_MARK
            | 1 << Character.ENCLOSING_MARK
            | 1 << Character.UNASSIGNED
            | 1 << Character.FORMAT
            | 1 << Character.PRIVATE_USE
            | 1 << Character.SURROGATE;

    private int spaces;
    private int digits;
    private int letters;
    private int marks;

    /** Goes on by one character; returns the longest of the runs that it belongs to. */
    int add(int character, int units) {
      boolean unsure = (UNSURE >> Character.getType(character) & 1) != 0;
      boolean space = isSpace(character);
      boolean letter = Character.isLetter(character);
      boolean digit = isNumber(character);
      spaces = space ? spaces + units : 0;
      digits = digit ? digits + units : 0;
      letters = letter || unsure ? letters + units : 0;
      marks = !space && !letter && !digit ? marks + units : 0;
      return Math.max(Math.max(spaces, digits), Math.max(letters, marks));
    }

    private static boolean isNumber(int character) {
      int type = Character.getType(character);
      return type == Character.DECIMAL_DIGIT_NUMBER
          || type == Character.LETTER_NUMBER
          || type == Character.OTHER_NUMBER;
    }

    /** White space as llama.cpp's regular expressions see it ({@code unicode_set_whitespace}). */
    private static boolean isSpace(int c) {
      return switch (c) {
        case ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
        default -> c >= 0x09 && c <= 0x0D || c >= 0x2000 && c <= 0x200A;
      };
    }
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
