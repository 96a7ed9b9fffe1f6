package io.rank1.core.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A text whose parts differ in whether they may spell special tokens. The tokens of a vocabulary
 * that stand for a text of their own, such as {@code <think>} or {@code <|im_start|>}, are only
 * found in literals; text from outside never yields one, whatever it spells.
 *
 * @param segments its parts in order
 */
public record SegmentedText(List<Segment> segments) {

  /** Where a segment comes from. */
  public enum Kind {
    /** A prompt's own words: special tokens that it spells are those tokens. */
    LITERAL,
    /** A query, a passage, or what a model wrote in ordinary tokens: never a special token. */
    USER_TEXT,
    /** The text of one special token, which a model wrote as that token. */
    MARKER,
    /** No text, but a place across which no two characters make one token. */
    BORDER
  }

  /**
   * A part of a text.
   *
   * @param text empty for a border, and for nothing else
   */
  public record Segment(Kind kind, String text) {

    /**
     * @throws IllegalArgumentException when the text is empty and ought not to be, or the reverse
     */
    public Segment {
      Objects.requireNonNull(kind, "kind");
      if (text.isEmpty() != (kind == Kind.BORDER)) {
        throw new IllegalArgumentException("a " + kind + " with the text '" + text + "'");
      }
    }
  }

  /** The text without segments. */
  public static final SegmentedText EMPTY = new SegmentedText(List.of());

  /** A border alone. */
  public static final SegmentedText BORDER =
      new SegmentedText(List.of(new Segment(Kind.BORDER, "")));

  /** Copies the list. */
  public SegmentedText {
    segments = List.copyOf(segments);
  }

  /** A text of one kind; {@link #EMPTY} for an empty one. */
  public static SegmentedText of(Kind kind, String text) {
    return text.isEmpty() ? EMPTY : new SegmentedText(List.of(new Segment(kind, text)));
  }

  /** A text in which special tokens count. */
  public static SegmentedText literal(String text) {
    return of(Kind.LITERAL, text);
  }

  /** A text in which nothing is a special token. */
  public static SegmentedText userText(String text) {
    return of(Kind.USER_TEXT, text);
  }

  /** This text, and another behind it. */
  public SegmentedText plus(SegmentedText other) {
    List<Segment> all = new ArrayList<>(segments);
    all.addAll(other.segments);
    return new SegmentedText(all);
  }

  /** What it spells. */
  public String text() {
    return segments.stream().map(Segment::text).collect(Collectors.joining());
  }

  /** Whether it spells nothing. */
  public boolean isEmpty() {
    return length() == 0;
  }

  /** UTF-16 units of what it spells. */
  public int length() {
    return segments.stream().mapToInt(segment -> segment.text().length()).sum();
  }

  /**
   * A part of it. A marker that is not whole is user text; a border belongs to what is behind it.
   *
   * @param from the first UTF-16 unit
   * @param to the one after the last
   * @throws IndexOutOfBoundsException when the range is not within the text
   */
  public SegmentedText substring(int from, int to) {
    Objects.checkFromToIndex(from, to, length());
    List<Segment> kept = new ArrayList<>();
    int start = 0;
    for (Segment segment : segments) {
      String text = segment.text();
      int begin = Math.max(from - start, 0);
      int end = Math.min(to - start, text.length());
      if (segment.kind() == Kind.BORDER && from <= start && start < to) {
        kept.add(segment);
      } else if (begin < end) {
        boolean isCutMarker = segment.kind() == Kind.MARKER && end - begin < text.length();
        Kind kind = isCutMarker ? Kind.USER_TEXT : segment.kind();
        kept.add(new Segment(kind, text.substring(begin, end)));
      }
      start += text.length();
    }
    return new SegmentedText(kept);
  }

  /** Without the white space at its end. */
  SegmentedText stripTrailing() {
    return substring(0, text().stripTrailing().length());
  }
}
