package io.rank1.cli.batch;

import io.rank1.cli.output.Clock;
import io.rank1.cli.output.Names;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Counts results, and puts the counts into words. Safe for use by several threads. */
public final class Tally {

  private final Map<FinishReason, Long> byReason = new EnumMap<>(FinishReason.class);
  private final long startNanos;
  private final OptionalLong total;
  private long done;
  private long cut;

  /**
   * @param total how many results are to come, where that is known
   * @param startNanos when the work began, as {@link System#nanoTime} tells it
   */
  Tally(OptionalLong total, long startNanos) {
    this.total = total;
    this.startNanos = startNanos;
  }

  synchronized void count(RerankResult result) {
    byReason.merge(result.finish(), 1L, Long::sum);
    done++;
    cut += result.truncation().isCut() ? 1 : 0;
  }

  /** Results without a score. */
  synchronized long failures() {
    return byReason.entrySet().stream()
        .filter(entry -> !entry.getKey().isScored())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How far the work is, in less than 80 characters. */
  synchronized String progress(EngineStats stats, long nowNanos) {
    double seconds = seconds(nowNanos);
    long finished = Math.max(done, stats.finished()); // results may wait for one before them
    String of = total.isPresent() ? "/" + total.getAsLong() : "";
    String line =
        String.format(
            Locale.ROOT,
            "%d%s pairs, %.2f pairs/s, %.1f tokens/s",
            finished,
            of,
            finished / seconds,
            stats.work().decodedTokens() / seconds);
    if (total.isPresent() && finished > 0) {
      double left = (total.getAsLong() - finished) * seconds / finished;
      line += ", " + Clock.of((long) Math.ceil(left)) + " left";
    }
    return line;
  }

  /** What became of all, on one line. */
  synchronized String summary(EngineStats stats, long nowNanos) {
    double seconds = seconds(nowNanos);
    StringBuilder line = new StringBuilder();
    line.append(done).append(done == 1 ? " pair in " : " pairs in ");
    line.append(Clock.of(Math.round(seconds)));
    line.append(
        String.format(
            Locale.ROOT,
            " (%.2f pairs/s, %.1f tokens/s): ",
            done / seconds,
            stats.work().decodedTokens() / seconds));
    byReason.forEach(
        (reason, count) -> line.append(count).append(' ').append(Names.of(reason)).append(", "));
    return line.append(cut)
        .append(" truncated, ")
        .append(failures())
        .append(" without a score")
        .toString();
  }

  private double seconds(long nowNanos) {
    return Math.max(1e-3, (nowNanos - startNanos) / 1e9);
  }
}
