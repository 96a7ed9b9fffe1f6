package io.rank1.core.profile;

import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long a text may be.
 *
 * @param count the most; positive
 */
public record TextLimit(int count, Unit unit) {

  private static final Pattern WORD_GAPS = Pattern.compile("\\s+");

  /** What is counted. */
  public enum Unit {
    /** What white space divides. */
    WORDS,
    /** Unicode code points. */
    CHARACTERS,
    /** Tokens of the text by itself. */
    TOKENS
  }

  /**
   * @throws IllegalArgumentException unless the count is positive
   */
  public TextLimit {
    Objects.requireNonNull(unit, "unit");
    if (count < 1) {
      throw new IllegalArgumentException("a limit is positive: " + count);
    }
  }

  /**
   * The longest beginning of a text that is within a limit of words or characters.
   *
   * @throws IllegalStateException when it is a limit of tokens
   */
  public String cut(String text) {
    return switch (unit) {
      case WORDS -> words(text);
      case CHARACTERS -> characters(text);
      case TOKENS -> throw new IllegalStateException("tokens are counted by a vocabulary");
    };
  }

  /**
   * The longest beginning of a text that is within the limit, of whole characters.
   *
   * @throws io.rank1.core.prompt.UntokenizableException when the tokenizer cannot take the text
   */
  public String cut(String text, Tokenizer tokenizer) {
    return unit == Unit.TOKENS ? tokens(text, tokenizer) : cut(text);
  }

  /** How much a text has of what is counted. */
  int count(String text, Tokenizer tokenizer) {
    return switch (unit) {
      case WORDS -> text.isBlank() ? 0 : WORD_GAPS.split(text.strip()).length;
      case CHARACTERS -> text.codePointCount(0, text.length());
      case TOKENS -> tokenizer.encodeContinuation(SegmentedText.userText(text)).length;
    };
  }

  /** The limit of what is left when something else has its share; empty when nothing is left. */
  Optional<TextLimit> less(int other) {
    return count > other ? Optional.of(new TextLimit(count - other, unit)) : Optional.empty();
  }

  /** What the first tokens spell; where that is not how the text begins, as far as both agree. */
  private String tokens(String text, Tokenizer tokenizer) {
    int[] tokens = tokenizer.encodeContinuation(SegmentedText.userText(text));
    if (tokens.length <= count) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      bytes.writeBytes(tokenizer.piece(tokens[i]));
    }
    String spelled = bytes.toString(StandardCharsets.UTF_8);
    int from = spelled.startsWith(" ") && !text.startsWith(" ") ? 1 : 0; // SentencePiece's blank
    int same = 0;
    while (from + same < spelled.length()
        && same < text.length()
        && spelled.charAt(from + same) == text.charAt(same)) {
      same++;
    }
    boolean splits = same > 0 && Character.isHighSurrogate(text.charAt(same - 1));
    return text.substring(0, splits ? same - 1 : same);
  }

  private String characters(String text) {
    return text.codePointCount(0, text.length()) <= count
        ? text
        : text.substring(0, text.offsetByCodePoints(0, count));
  }

  private String words(String text) {
    int words = 0;
    boolean isInside = false;
    for (int i = 0; i < text.length(); i++) {
      boolean isSpace = Character.isWhitespace(text.charAt(i));
      if (!isSpace && !isInside && ++words > count) {
        return text.substring(0, i).stripTrailing();
      }
      isInside = !isSpace;
    }
    return text;
  }
}
