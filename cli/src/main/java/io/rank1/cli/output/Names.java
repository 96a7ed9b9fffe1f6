package io.rank1.cli.output;

import io.rank1.core.cascade.Pass;
import io.rank1.core.listwise.algorithm.ListOrder;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Label;
import java.util.Locale;

/** What results call the engine's constants. */
public final class Names {

  private Names() {}

  /** A finish reason in lower case: {@code forced_by_budget}. */
  public static String of(FinishReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  /** A pass of a cascade in lower case: {@code direct} or {@code thinking}. */
  public static String of(Pass pass) {
    return pass.name().toLowerCase(Locale.ROOT);
  }

  /** What a score of lists is made of, in lower case: {@code mean_value}. */
  public static String of(ListOrder.ScoreKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** {@code true} or {@code false}. */
  public static String of(Label label) {
    return label.name().toLowerCase(Locale.ROOT);
  }

  /** A constant in lower case, with dashes, as profiles write it. */
  public static String dashed(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
