package io.rank1.models.synthetic;

import java.util.List;

/** How a vocabulary has rank1's two markers, {@value #THINK} and {@value #END_THINK}. */
public enum Markers {
  /** No token stands for one: they are spelled in pieces, as in the base models. */
  ABSENT(TokenType.NORMAL),
  /** Each is a token that only a template makes, as in rank1's published checkpoints. */
  CONTROL(TokenType.CONTROL),
  /** Each is a token that is cut out of any text, as where they were added as ordinary tokens. */
  USER_DEFINED(TokenType.USER_DEFINED);

  /** Begins the reasoning. */
  public static final String THINK = "<think>";

  /** Ends the reasoning. */
  public static final String END_THINK = "</think>";

  /** A user-defined token that is no marker; it comes with the markers, as in Qwen2.5. */
  public static final String TOOL_CALL = "<tool_call>";

  private final TokenType type;

  Markers(TokenType type) {
    this.type = type;
  }

  /** The type of a token whose text is a marker; where there is none, a word may have that text. */
  public TokenType type() {
    return type;
  }

  /** Whether no text can become this token, since a marker is cut out of it first. */
  boolean excludes(String word) {
    return this != ABSENT && (word.contains(THINK) || word.contains(END_THINK));
  }

  /**
   * Puts the tokens behind the last that is used, if they are not there. Unused ones behind it make
   * room, so that a padded vocabulary keeps its size where it has enough of them.
   *
   * @param tokens changed in place, as are their types
   */
  void addTo(List<String> tokens, List<TokenType> types) {
    if (this != ABSENT) {
      add(TOOL_CALL, TokenType.USER_DEFINED, tokens, types);
      add(THINK, type, tokens, types);
      add(END_THINK, type, tokens, types);
    }
  }

  private static void add(String text, TokenType type, List<String> tokens, List<TokenType> types) {
    int there = tokens.indexOf(text);
    if (there >= 0 && types.get(there) == type) {
      return;
    }
    int end = tokens.size();
    while (end > 0 && types.get(end - 1) == TokenType.UNUSED) {
      end--;
    }
    if (end < tokens.size()) {
      tokens.set(end, text);
      types.set(end, type);
    } else {
      tokens.add(text);
      types.add(type);
    }
  }
}
