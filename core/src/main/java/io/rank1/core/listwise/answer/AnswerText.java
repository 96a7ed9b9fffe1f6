package io.rank1.core.listwise.answer;

import io.rank1.core.listwise.algorithm.Fallback;
import io.rank1.core.listwise.algorithm.Judgement;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the answer is in what a model wrote.
 *
 * @param rules the first that finds something counts; a text in which none does has no answer
 * @param casing what is done to the text before
 */
public record AnswerText(List<Rule> rules, Casing casing) {

  /** How much of the end of a text is searched, in UTF-16 units. */
  public static final int LONGEST = 1 << 17;

  /** What is done to a text before it is searched. */
  public enum Casing {
    /** Nothing. */
    AS_WRITTEN,
    /** It is turned into small letters, by the rules of no language in particular. */
    LOWER
  }

  /** A way to find an answer. */
  public sealed interface Rule {}

  /**
   * The first match of a pattern: its first group, or all of it where it has no group.
   *
   * @param pattern in which a point stands for the ends of lines, too
   */
  public record Matching(Pattern pattern) implements Rule {

    public Matching {
      pattern = Pattern.compile(pattern.pattern(), pattern.flags() | Pattern.DOTALL);
    }

    /**
     * @throws java.util.regex.PatternSyntaxException when it is no pattern
     */
    public static Matching of(String regex) {
      return new Matching(Pattern.compile(regex));
    }
  }

  /**
   * What follows the last place where a text stands, {@code <answer>} for one.
   *
   * @param tag not empty
   */
  public record AfterLast(String tag) implements Rule {

    public AfterLast {
      if (tag.isEmpty()) {
        throw new IllegalArgumentException("an answer follows a text that is not empty");
      }
    }
  }

  /** The last line that is not blank. */
  public record LastLine() implements Rule {}

  /** The whole text. */
  public record Whole() implements Rule {}

  /** All that the model wrote, as it is. */
  public static final AnswerText ALL = new AnswerText(List.of(new Whole()), Casing.AS_WRITTEN);

  /**
   * @throws IllegalArgumentException when there is no rule
   */
  public AnswerText {
    rules = List.copyOf(rules);
    Objects.requireNonNull(casing, "casing");
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("no rule to find an answer by");
    }
  }

  /**
   * An answer that was looked for.
   *
   * @param text without the white space around it; empty when there is none
   * @param repairs what was needed on the way
   */
  public record Found(Optional<String> text, Set<Fallback> repairs) {

    /** That nothing could be read of it. */
    Judgement unreadable(Fallback reason) {
      Set<Fallback> all = EnumSet.of(reason);
      all.addAll(repairs);
      return new Judgement.None(all);
    }
  }

  /** Looks for the answer. */
  public Found find(String written) {
    Set<Fallback> repairs = EnumSet.noneOf(Fallback.class);
    String text = written;
    if (text.length() > LONGEST) {
      text = text.substring(text.length() - LONGEST);
      repairs.add(Fallback.ANSWER_TOO_LONG);
    }
    if (casing == Casing.LOWER) {
      text = text.toLowerCase(Locale.ROOT);
    }
    for (Rule rule : rules) {
      try {
        Optional<String> found = find(rule, text).map(String::strip).filter(t -> !t.isEmpty());
        if (found.isPresent()) {
          return new Found(found, repairs);
        }
      } catch (PatientPattern.GivenUpException e) {
        repairs.add(Fallback.PATTERN_GIVEN_UP);
      }
    }
    return new Found(Optional.empty(), repairs);
  }

  private static Optional<String> find(Rule rule, String text)
      throws PatientPattern.GivenUpException {
    if (rule instanceof Matching matching) {
      return PatientPattern.find(matching.pattern(), text);
    }
    if (rule instanceof AfterLast after) {
      int at = text.lastIndexOf(after.tag());
      return at < 0 ? Optional.empty() : Optional.of(text.substring(at + after.tag().length()));
    }
    if (rule instanceof LastLine) {
      String stripped = text.strip();
      return Optional.of(stripped.substring(stripped.lastIndexOf('\n') + 1));
    }
    return Optional.of(text);
  }
}
