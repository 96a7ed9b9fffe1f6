package io.rank1.core.listwise.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the passages of a list are called in a prompt and in its answer. */
public enum Identifiers {
  /** 1, 2, 3 and so on. */
  NUMBERS(999_999, Pattern.compile("([0-9]+)")) {
    @Override
    String nameOf(int position) {
      return String.valueOf(position + 1);
    }

    @Override
    public int position(String label) {
      return label.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(label) - 1 : NO_POSITION;
    }
  },

  /** A to Z. */
  LETTERS(26, Pattern.compile("(?<!\\p{L})([A-Z])(?!\\p{L})")) {
    @Override
    String nameOf(int position) {
      return String.valueOf((char) ('A' + position));
    }

    @Override
    public int position(String label) {
      String capital = label.toUpperCase(Locale.ROOT);
      return capital.matches("[A-Z]") ? capital.charAt(0) - 'A' : NO_POSITION;
    }
  };

  /** No position in any list. */
  public static final int NO_POSITION = -1;

  private static final Pattern BRACKETED_LETTER = Pattern.compile("\\[\\s*([A-Za-z])\\s*\\]");

  private final int most;
  private final Pattern bare;

  Identifiers(int most, Pattern bare) {
    this.most = most;
    this.bare = bare;
  }

  /** An identifier in a text, from where to before where. */
  record Mention(int start, int end, int position) {}

  /** How many passages of one list they can name. */
  public int most() {
    return most;
  }

  /**
   * The name of a passage, without brackets.
   *
   * @param position in the list, from 0
   * @throws IllegalArgumentException when there is no name for it
   */
  public String label(int position) {
    if (position < 0 || position >= most) {
      throw new IllegalArgumentException("no identifier for position " + position);
    }
    return nameOf(position);
  }

  abstract String nameOf(int position);

  /**
   * The position that a name stands for, which may be beyond the list; {@link #NO_POSITION} for
   * what is no name. Letters are read in either case.
   */
  public abstract int position(String label);

  /**
   * The identifiers of a text in order. Numbers are all digits of it, as in the sources. Letters
   * are those in brackets; in a text without any, capitals that are not part of a word.
   */
  List<Mention> mentions(String text) {
    List<Mention> bracketed = this == LETTERS ? mentions(BRACKETED_LETTER, text) : List.of();
    return bracketed.isEmpty() ? mentions(bare, text) : bracketed;
  }

  private List<Mention> mentions(Pattern pattern, String text) {
    List<Mention> mentions = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      mentions.add(new Mention(matcher.start(), matcher.end(), position(matcher.group(1))));
    }
    return mentions;
  }
}
