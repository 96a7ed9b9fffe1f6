package io.rank1.core.engine;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text generated so far, and where it stands on its way to {@code </think> true|false}.
 *
 * <p>The end is looked for in bytes of text, not in token ids: rank1's vocabularies have no token
 * {@code </think>}; its parts may split or merge with what follows, and a character may be spread
 * over several tokens.
 */
final class ChainText {

  /** Where the text stands. */
  enum State {
    /** No {@code </think>} yet. */
    REASONING,
    /** The text ends in {@code </think>}: the next logits decide. */
    DECIDING,
    /** What follows {@code </think>} is the beginning of an answer, spelled over several tokens. */
    ANSWERING,
    /** The text holds an answer after {@code </think>}. */
    ANSWERED,
    /** Something else follows {@code </think>}. */
    DERAILED
  }

  private static final byte[] END = "</think>".getBytes(StandardCharsets.US_ASCII);
  private static final byte[][] ANSWERS = {
    " true".getBytes(StandardCharsets.US_ASCII), " false".getBytes(StandardCharsets.US_ASCII)
  };

  private byte[] bytes = new byte[256];
  private int size;
  private int endsAt = -1; // just after </think>; -1 while there is none
  private State state = State.REASONING;

  /** Appends a token's bytes. */
  State append(byte[] piece) {
    if (size + piece.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + piece.length, 2 * bytes.length));
    }
    System.arraycopy(piece, 0, bytes, size, piece.length);
    int searchFrom = Math.max(0, size - END.length + 1);
    size += piece.length;
    if (endsAt < 0) {
      endsAt = findEnd(searchFrom);
    }
    state = endsAt < 0 ? State.REASONING : afterEnd();
    return state;
  }

  State state() {
    return state;
  }

  /** The text before {@code </think>}, or all of it; a character that is not whole is left out. */
  String reasoning() {
    return decode(endsAt < 0 ? size : endsAt - END.length);
  }

  /** All of the text; a character that is not whole is left out. */
  String text() {
    return decode(size);
  }

  /** The text up to and with {@code </think>}; only when there is one. */
  String throughEnd() {
    if (endsAt < 0) {
      throw new IllegalStateException("no </think> in the text");
    }
    return decode(endsAt);
  }

  private int findEnd(int from) {
    for (int i = from; i <= size - END.length; i++) {
      if (Arrays.equals(bytes, i, i + END.length, END, 0, END.length)) {
        return i + END.length;
      }
    }
    return -1;
  }

  private State afterEnd() {
    return endsAt == size ? State.DECIDING : after(bytes, endsAt, size);
  }

  /** Whether a piece that follows {@code </think>} is an answer by itself. */
  static boolean isAnswer(byte[] piece) {
    return after(piece, 0, piece.length) == State.ANSWERED;
  }

  /** What the text of a range makes of the state when it follows {@code </think>}. */
  private static State after(byte[] text, int from, int to) {
    int length = to - from;
    for (byte[] answer : ANSWERS) {
      int shared = Math.min(length, answer.length);
      if (Arrays.equals(text, from, from + shared, answer, 0, shared)) {
        return length >= answer.length ? State.ANSWERED : State.ANSWERING;
      }
    }
    return State.DERAILED;
  }

  /** Malformed bytes become U+FFFD; the beginning of a character at the very end is left out. */
  private String decode(int to) {
    CharBuffer chars = CharBuffer.allocate(to);
    StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .decode(ByteBuffer.wrap(bytes, 0, to), chars, false);
    return chars.flip().toString();
  }
}
