package io.rank1.cli.journal;

import io.rank1.core.listwise.algorithm.Fallback;
import io.rank1.core.listwise.algorithm.Judgement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What was read of an answer about a list, in the names of documents.
 *
 * @param kind what the answer is
 * @param order the documents of the list, best first; of a pick the best alone, of nothing none
 * @param values a number for each document of the list, in the order in which they were shown; NaN
 *     where there is none; empty for other kinds
 * @param fallbacks the rules that were needed to read it, in small letters
 */
public record CallReading(
    Kind kind, List<String> order, List<Double> values, List<String> fallbacks) {

  /** What an answer can be. */
  public enum Kind {
    ORDER,
    PICK,
    VALUES,
    /** It could not be read. */
    NOTHING;

    /** As files have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public CallReading {
    Objects.requireNonNull(kind, "kind");
    order = List.copyOf(order);
    values = List.copyOf(values);
    fallbacks = List.copyOf(fallbacks);
  }

  /**
   * What a judgement says.
   *
   * @param docids of the list, in the order in which they were shown
   */
  public static CallReading of(Judgement judgement, List<String> docids) {
    int shown = docids.size();
    List<String> order = judgement.order(shown).stream().map(docids::get).toList();
    List<String> fallbacks =
        judgement.fallbacks(shown).stream().sorted().map(CallReading::name).toList();
    if (judgement instanceof Judgement.Order) {
      return new CallReading(Kind.ORDER, order, List.of(), fallbacks);
    }
    if (judgement instanceof Judgement.Values numbers) {
      List<Double> values =
          numbers.values().stream()
              .map(value -> value.orElse(Double.NaN))
              .collect(Collectors.toList());
      return new CallReading(Kind.VALUES, order, values, fallbacks);
    }
    if (judgement instanceof Judgement.Pick pick) {
      List<String> best = List.of(docids.get(pick.position()));
      return new CallReading(Kind.PICK, best, List.of(), fallbacks);
    }
    return new CallReading(Kind.NOTHING, List.of(), List.of(), fallbacks);
  }

  /** A rule as files name it. */
  public static String name(Fallback rule) {
    return rule.name().toLowerCase(Locale.ROOT);
  }
}
