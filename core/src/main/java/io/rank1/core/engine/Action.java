package io.rank1.core.engine;

import java.util.Objects;

/** What a {@link DecodeProgram} wants done with its sequence. */
public sealed interface Action {

  /**
   * Takes the token that the model chose after the sequence's last one, and runs it. What was
   * looked at aside since then does not matter.
   *
   * @param logitsOf the logits to read after it
   */
  record Continue(int[] logitsOf) implements Action {}

  /**
   * Appends tokens and runs them: drafts, or text that is forced.
   *
   * @param tokens at least one
   * @param rows after how many of them, counted from the last, a row is wanted
   * @param logitsOf the logits to read in each
   */
  record Append(int[] tokens, int rows, int[] logitsOf) implements Action {
    public Append {
      requireRows(tokens, rows);
    }
  }

  /**
   * Goes on from other tokens. Those at the beginning that are the same stay computed.
   *
   * @param tokens the whole sequence, the prompt included; the last is run in any case
   * @param rows after how many of them, counted from the last, a row is wanted
   * @param logitsOf the logits to read in each
   */
  record Replace(int[] tokens, int rows, int[] logitsOf) implements Action {
    public Replace {
      requireRows(tokens, rows);
    }
  }

  /**
   * Runs tokens after the present ones, reads the last one's row, and forgets them again. The
   * present ones stay as they are; the row's token is not taken.
   *
   * @param tokens at least one
   * @param logitsOf the logits to read after the last of them
   */
  record LookAside(int[] tokens, int[] logitsOf) implements Action {
    public LookAside {
      requireRows(tokens, 1);
    }
  }

  /** The program has what it wanted. */
  record Done() implements Action {}

  /** The sequence cannot come to an end. */
  record Fail(String cause) implements Action {
    public Fail {
      Objects.requireNonNull(cause, "cause");
    }
  }

  private static void requireRows(int[] tokens, int rows) {
    if (rows < 1 || rows > tokens.length) {
      throw new IllegalArgumentException(rows + " rows of " + tokens.length + " tokens");
    }
  }
}
