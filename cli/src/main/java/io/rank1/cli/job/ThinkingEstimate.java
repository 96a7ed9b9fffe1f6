package io.rank1.cli.job;

import io.rank1.cli.job.QueryCascades.QueryCascade;
import io.rank1.cli.output.Clock;
import io.rank1.core.cascade.CascadeRule;
import java.util.Locale;

/**
 * How many pairs a cascade will think about, which its direct pass decides.
 *
 * @param exactness how near the number is
 * @param pairs that are still to be thought about
 * @param known results of reasoning that the journals have, whether they will be of use or not
 */
record ThinkingEstimate(Exactness exactness, long pairs, int known) {

  /** How near a number of pairs is. */
  enum Exactness {
    /** The direct pass is done. */
    EXACTLY(""),
    /** As many would be by the direct scores that were seen. */
    ABOUT("about "),
    /** What comes after them depends on them. */
    AT_LEAST("at least ");

    private final String words;

    Exactness(String words) {
      this.words = words;
    }
  }

  /**
   * @param direct a trial of the direct pass
   */
  static ThinkingEstimate of(CascadeRule rule, JobPass first, JobPass second, Trial direct) {
    boolean isDone = first.plan().open().isEmpty();
    double inBand = rule.between().map(band -> share(band, direct)).orElse(0.0);
    long pairs = 0;
    for (QueryCascade query : new QueryCascades(rule, first, second)) {
      int size = query.to() - query.from();
      int top = Math.min(size, rule.top().orElse(rule.untilStable().orElse(0)));
      pairs += isDone ? query.ranking().next().length : Math.round(top + inBand * (size - top));
    }
    Exactness exactness = isDone ? Exactness.EXACTLY : Exactness.ABOUT;
    return new ThinkingEstimate(
        rule.untilStable().isPresent() ? Exactness.AT_LEAST : exactness,
        pairs,
        second.results().count());
  }

  private static double share(CascadeRule.Band band, Trial direct) {
    return direct.probabilities().stream()
        .mapToDouble(probability -> band.contains(probability) ? 1 : 0)
        .average()
        .orElse(0);
  }

  /**
   * @param trial of pairs that have not been thought about
   * @param second the pass, in which all of them are open
   */
  String text(Trial trial, JobPass second) {
    int open = second.plan().open().cardinality();
    String trialWords =
        String.format(
            Locale.ROOT,
            "%d pairs in %.1f s on %d slots: %d prompt and %d generated tokens, %d failed",
            trial.pairs(),
            trial.seconds(),
            second.scorer().stats().work().slots(),
            trial.promptTokens(),
            trial.completionTokens(),
            trial.failed());
    return row("to think about", exactness.words + pairs + " pairs")
        + row("thought about", known + " pairs, in the journals")
        + row("thinking trial", trialWords)
        + row("thinking time", time(trial, open)).stripTrailing();
  }

  private String time(Trial trial, int open) {
    if (pairs == 0) {
      return "none";
    }
    if (trial.jobSeconds().isEmpty() || open == 0) {
      return "unknown";
    }
    double seconds = trial.jobSeconds().getAsDouble() * Math.min(pairs, open) / open;
    return exactness.words + Clock.of((long) Math.ceil(seconds));
  }

  private static String row(String name, String value) {
    return String.format(Locale.ROOT, "%-18s%s\n", name, value);
  }
}
