package io.rank1.cli.job;

import io.rank1.cli.output.Clock;
import java.util.Locale;

/** What a job would do, in words. */
final class DryRunReport {

  private final JobPlan plan;
  private final PromptCensus census;
  private final Trial trial;
  private final int slots;

  DryRunReport(JobPlan plan, PromptCensus census, Trial trial, int slots) {
    this.plan = plan;
    this.census = census;
    this.trial = trial;
    this.slots = slots;
  }

  String text() {
    int toScore = plan.open().cardinality();
    int known = plan.size() - plan.duplicates() - toScore;
    StringBuilder text = new StringBuilder();
    row(text, "pairs", "%d of %d queries", plan.size(), plan.queries());
    row(text, "duplicates", "%d", plan.duplicates());
    row(text, "in the journal", "%d", known);
    row(text, "to score", "%d", toScore);
    row(
        text,
        "prompt tokens",
        "%d (%.0f a pair, at most %d)",
        census.tokens(),
        census.prompts() == 0 ? 0.0 : (double) census.tokens() / census.prompts(),
        census.longest());
    row(text, "to be truncated", "%d", census.cut());
    row(text, "without a prompt", "%d (query too long, or no text)", census.unusable());
    row(
        text,
        "trial",
        "%d pairs in %.1f s on %d slots: %d prompt and %d generated tokens, %d failed",
        trial.pairs(),
        trial.seconds(),
        slots,
        trial.promptTokens(),
        trial.completionTokens(),
        trial.failed());
    if (toScore == 0) {
      row(text, "estimated time", "none");
    } else if (trial.jobSeconds().isPresent()) {
      double seconds = Math.max(1e-3, trial.jobSeconds().getAsDouble());
      row(
          text,
          "estimated time",
          "%s (%.2f pairs/s)",
          Clock.of((long) Math.ceil(seconds)),
          toScore / seconds);
    } else {
      row(text, "estimated time", "unknown");
    }
    return text.substring(0, text.length() - 1);
  }

  private static void row(StringBuilder text, String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-18s", name))
        .append(String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
