package io.rank1.core.profile;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What happens to a user's texts before they are put into a prompt, in the order of the constants
 * of {@link Rule}.
 */
public record TextRules(Set<Rule> rules) {

  /** Nothing happens. */
  public static final TextRules NONE = new TextRules(Set.of());

  private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern LINE_ENDS = Pattern.compile("\\R");
  private static final Pattern NUMBER = Pattern.compile("\\[([0-9]+)\\]");
  private static final Pattern LETTER = Pattern.compile("\\[([A-Z])\\]");

  /** One change of a text. */
  public enum Rule {
    /** Line ends become blanks. */
    NEWLINES_TO_BLANK,
    /** White space becomes one blank wherever it is. */
    COLLAPSE_SPACE,
    /** White space at both ends goes. */
    STRIP,
    /** {@code [3]}, where that is a prompt's identifier, becomes (3). */
    ESCAPE_NUMBERS,
    /** {@code [C]} likewise. */
    ESCAPE_LETTERS,
    /** Dashes in titles become blanks. */
    TITLE_DASHES_TO_BLANK,
    /** Capital letters become small ones. */
    LOWER;

    /** As profiles write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public TextRules {
    EnumSet<Rule> sorted = EnumSet.noneOf(Rule.class);
    sorted.addAll(rules);
    rules = Collections.unmodifiableSet(sorted);
  }

  /** A query, an instruction or a passage after the changes. */
  public String apply(String text) {
    String changed = text;
    for (Rule rule : rules) {
      changed = apply(rule, changed);
    }
    return changed;
  }

  /** A title after the changes. */
  public String applyToTitle(String title) {
    return apply(rules.contains(Rule.TITLE_DASHES_TO_BLANK) ? title.replace('-', ' ') : title);
  }

  private static String apply(Rule rule, String text) {
    return switch (rule) {
      case NEWLINES_TO_BLANK -> LINE_ENDS.matcher(text).replaceAll(" ");
      case COLLAPSE_SPACE -> SPACES.matcher(text).replaceAll(" ");
      case STRIP -> text.strip();
      case ESCAPE_NUMBERS -> NUMBER.matcher(text).replaceAll("($1)");
      case ESCAPE_LETTERS -> LETTER.matcher(text).replaceAll("($1)");
      case TITLE_DASHES_TO_BLANK -> text;
      case LOWER -> text.toLowerCase(Locale.ROOT);
    };
  }
}
