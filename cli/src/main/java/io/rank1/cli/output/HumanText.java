package io.rank1.cli.output;

import io.rank1.core.pair.MeanScore;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import io.rank1.core.pair.Truncation;
import io.rank1.core.text.PlainText;
import java.util.Locale;

/** A result as a person reads it. */
public final class HumanText {

  private HumanText() {}

  /** Several lines, without the last one's end, for a pair that has a score. */
  public static String of(RerankResult result) {
    Score score = result.requireScore();
    StringBuilder text = new StringBuilder();
    row(text, "score", "%.6f  (%s)", score.probability(), Names.of(score.label()));
    if (score instanceof MeanScore mean) {
      row(text, "samples", "%d, spread %.6f", mean.samples().size(), mean.spread());
    }
    row(text, "finish", "%s", Names.of(result.finish()));
    row(
        text,
        "tokens",
        "%d prompt, %d generated",
        result.tokens().prompt(),
        result.tokens().completion());
    row(text, "time", "%.2f s", result.timings().total().toNanos() / 1e9);
    Truncation cut = result.truncation();
    if (cut.isCut()) {
      row(text, "passage", "cut to %d of %d characters", cut.keptChars(), cut.passageChars());
    }
    return text.append("reasoning\n")
        .append(PlainText.lines(result.reasoning().strip()))
        .toString();
  }

  private static void row(StringBuilder text, String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-10s", name))
        .append(String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
