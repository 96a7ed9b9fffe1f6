package io.rank1.core.pointwise;

import io.rank1.core.prompt.SegmentedText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The text generated so far, and where it stands on its way to its end and the answer behind it.
 *
 * <p>The end is looked for in bytes of text, not in token ids. In published vocabularies it is
 * mostly one token; a vocabulary without that token spells it in several, which may split or merge
 * with what follows, and a character may be spread over several tokens. Text serves both. Which
 * bytes are of special tokens is kept beside it, so that the chain can be tokenized anew.
 */
final class ChainText {

  /** Where the text stands. */
  enum State {
    /** No the end yet. */
    REASONING,
    /** The text ends in the end: the next logits decide. */
    DECIDING,
    /** What follows the end is the beginning of an answer, spelled over several tokens. */
    ANSWERING,
    /** The text holds an answer after the end. */
    ANSWERED,
    /** Something else follows the end. */
    DERAILED
  }

  /** The bytes of a special token. */
  private record Span(int start, int end) {}

  private final byte[] end;
  private final List<byte[]> answers;
  private final List<Span> special = new ArrayList<>();
  private byte[] bytes = new byte[256];
  private int size;
  private int endsAt = -1; // just after the end; -1 while there is none
  private State state = State.REASONING;

  /**
   * @param end what ends the reasoning
   * @param answers what may follow it
   */
  ChainText(String end, List<String> answers) {
    this.end = end.getBytes(StandardCharsets.UTF_8);
    this.answers = answers.stream().map(answer -> answer.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Appends a special token's bytes. */
  State appendSpecial(byte[] piece) {
    if (piece.length > 0) {
      special.add(new Span(size, size + piece.length));
    }
    return append(piece);
  }

  /** Appends an ordinary token's bytes. */
  State append(byte[] piece) {
    if (size + piece.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + piece.length, 2 * bytes.length));
    }
    System.arraycopy(piece, 0, bytes, size, piece.length);
    int searchFrom = Math.max(0, size - end.length + 1);
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

  /** The text before the end, or all of it; a character that is not whole is left out. */
  String reasoning() {
    return decode(0, endsAt < 0 ? size : endsAt - end.length, false);
  }

  /** All of the text; a character that is not whole is left out. */
  SegmentedText text() {
    return upTo(size);
  }

  /** The text up to and with the end; only when there is one. */
  SegmentedText throughEnd() {
    if (endsAt < 0) {
      throw new IllegalStateException("no end in the text");
    }
    return upTo(endsAt);
  }

  /** The text behind the end, as far as it is of whole characters; empty while there is none. */
  String behindEnd() {
    return endsAt < 0 ? "" : decode(endsAt, size, false);
  }

  /** The text before the end; only when there is one. */
  SegmentedText beforeEnd() {
    SegmentedText through = throughEnd();
    return through.substring(0, through.length() - end.length);
  }

  /** Takes the end away, and what follows it, and puts a text there; only when there is one. */
  void goOnWith(String text) {
    size = endsAt - end.length;
    special.removeIf(span -> span.end() > size);
    endsAt = -1;
    append(text.getBytes(StandardCharsets.UTF_8));
  }

  private SegmentedText upTo(int end) {
    SegmentedText text = SegmentedText.EMPTY;
    int from = 0;
    for (Span span : special) {
      if (span.end() <= end) {
        String marker = decode(span.start(), span.end(), true);
        text =
            text.plus(SegmentedText.userText(decode(from, span.start(), true)))
                .plus(SegmentedText.of(SegmentedText.Kind.MARKER, marker));
        from = span.end();
      }
    }
    return text.plus(SegmentedText.userText(decode(from, end, false)));
  }

  private int findEnd(int from) {
    for (int i = from; i <= size - end.length; i++) {
      if (Arrays.equals(bytes, i, i + end.length, end, 0, end.length)) {
        return i + end.length;
      }
    }
    return -1;
  }

  private State afterEnd() {
    return endsAt == size ? State.DECIDING : after(bytes, endsAt, size);
  }

  /** Whether a piece that follows the end is an answer by itself. */
  boolean isAnswer(byte[] piece) {
    return after(piece, 0, piece.length) == State.ANSWERED;
  }

  /** What the text of a range makes of the state when it follows the end. */
  private State after(byte[] text, int from, int to) {
    int length = to - from;
    for (byte[] answer : answers) {
      int shared = Math.min(length, answer.length);
      if (Arrays.equals(text, from, from + shared, answer, 0, shared)) {
        return length >= answer.length ? State.ANSWERED : State.ANSWERING;
      }
    }
    return State.DERAILED;
  }

  /**
   * Malformed bytes become U+FFFD.
   *
   * @param isWhole whether the beginning of a character at the very end is malformed; left out
   *     otherwise, as its rest may follow
   */
  private String decode(int from, int to, boolean isWhole) {
    CharBuffer chars = CharBuffer.allocate(to - from);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    decoder.decode(ByteBuffer.wrap(bytes, from, to - from), chars, isWhole);
    return chars.flip().toString();
  }
}
