package io.rank1.cli.eval;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A measure of a topic's ranking, with its parameters.
 *
 * @param kind what is measured
 * @param level the grade from which on a document is relevant; 1 for measures that take none
 * @param cutoff how many ranks count; all when there is none
 */
public record TopicMeasure(MeasureKind kind, int level, OptionalInt cutoff) implements Measure {

  private static final int DEFAULT_LEVEL = 1;
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z]+)(?:\\(rel=([0-9]+)\\))?(?:@([0-9]+))?");

  /** Validates the components. */
  public TopicMeasure {
    Objects.requireNonNull(kind, "kind");
    if (level < 1) {
      throw new IllegalArgumentException("rel of " + kind.title() + " is a grade from 1 on");
    }
    if (level != DEFAULT_LEVEL && kind.level() == MeasureKind.Level.NONE) {
      throw new IllegalArgumentException(kind.title() + " takes no rel");
    }
    if (cutoff.isPresent() && cutoff.getAsInt() < 1) {
      throw new IllegalArgumentException("the cutoff of " + kind.title() + " is a rank from 1 on");
    }
    if (cutoff.isEmpty() && kind.cutoff() == MeasureKind.Cutoff.REQUIRED) {
      throw new IllegalArgumentException(
          kind.title() + " needs a cutoff, as in " + kind.title() + "@10");
    }
  }

  /**
   * The measure that ir_measures calls so: {@code nDCG@10}, {@code P(rel=2)@10}.
   *
   * @throws IllegalArgumentException when there is none; the message tells those that there are
   */
  public static TopicMeasure of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw unknown(name);
    }
    MeasureKind kind = MeasureKind.ofTitle(matcher.group(1)).orElseThrow(() -> unknown(name));
    OptionalInt level = number(name, matcher.group(2));
    if (level.isPresent() && kind.level() == MeasureKind.Level.NONE) {
      throw new IllegalArgumentException(kind.title() + " takes no rel");
    }
    return new TopicMeasure(kind, level.orElse(DEFAULT_LEVEL), number(name, matcher.group(3)));
  }

  private static OptionalInt number(String name, String digits) {
    try {
      return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the number " + digits + " in " + name + " is too large");
    }
  }

  private static IllegalArgumentException unknown(String name) {
    String forms =
        Arrays.stream(MeasureKind.values())
            .flatMap(kind -> kind.forms().stream())
            .collect(Collectors.joining(", "));
    String leveled =
        Arrays.stream(MeasureKind.values())
            .filter(kind -> kind.level() == MeasureKind.Level.OPTIONAL)
            .map(MeasureKind::title)
            .collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        String.format(
                Locale.ROOT,
                "no measure is called '%s'; there are %s; %s take a grade, as in P(rel=2)@10;",
                name,
                forms,
                leveled)
            + " and p-MRR and pairwise_accuracy, for pairs of queries");
  }

  /** The value for a topic, from 0 to 1. */
  double value(JudgedRanking ranking) {
    return kind.value(ranking, level, cutoff.orElse(Integer.MAX_VALUE));
  }

  /** The name in ir_measures. */
  @Override
  public String toString() {
    return kind.title()
        + (level == DEFAULT_LEVEL ? "" : "(rel=" + level + ")")
        + (cutoff.isPresent() ? "@" + cutoff.getAsInt() : "");
  }
}
