package io.rank1.cli.job;

import io.rank1.cli.output.Clock;
import io.rank1.cli.output.GuessCounts;
import io.rank1.cli.output.JsonLines;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.speculate.SpeculationStats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of a job, in numbers. */
final class JobSummary {

  private final JobCounts counts;
  private final List<PassReport> passes;
  private final EngineStats stats;
  private final Optional<GuessCounts> guesses;
  private final double seconds;

  /**
   * @param counts of what decides about each pair
   * @param passes where there are several
   * @param stats of the engine that thinks
   * @param guesses what became of guesses at tokens; empty when there were none
   * @param seconds since scoring began
   */
  JobSummary(
      JobCounts counts,
      List<PassReport> passes,
      EngineStats stats,
      Optional<SpeculationStats> guesses,
      double seconds) {
    this.counts = counts;
    this.passes = List.copyOf(passes);
    this.stats = stats;
    this.guesses = guesses.map(GuessCounts::new);
    this.seconds = Math.max(1e-3, seconds);
  }

  /** A few lines for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    int open = counts.total() - counts.pairs();
    lines.add(
        counts.total()
            + " pairs of "
            + counts.totalQueries()
            + " queries: "
            + (counts.pairs() - counts.failures())
            + " scored, "
            + counts.failures()
            + " failed, "
            + open
            + " open; "
            + counts.fromJournal()
            + " were in the journal, "
            + counts.duplicates()
            + " are duplicates, "
            + counts.cut()
            + " are truncated");
    lines.add(
        "finish reasons: "
            + counts.reasons().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().name())
                .collect(Collectors.joining(", ")));
    lines.add(
        "P(true) by tenths: "
            + Arrays.stream(counts.bins())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" | ")));
    lines.add(
        "tokens: "
            + counts.promptTokens()
            + " prompt, "
            + counts.completionTokens()
            + " generated");
    passes.forEach(pass -> lines.add(pass.line()));
    guesses.ifPresent(counted -> lines.add(counted.line()));
    if (counts.failures() > 0) {
      lines.add("pairs that failed are scored again by the same command with --retry-failed");
    }
    if (counts.scoredNow() > 0) {
      lines.add(time());
    }
    return lines;
  }

  private String time() {
    return String.format(
        Locale.ROOT,
        "time: %s, %.2f pairs/s, %.1f tokens/s; %.0f %% steps with prompts, %.0f %% decoding alone,"
            + " %.0f %% the rest; %.0f %% of the slots used",
        Clock.of(Math.round(seconds)),
        counts.scoredNow() / seconds,
        stats.work().decodedTokens() / seconds,
        percent(prefillSeconds()),
        percent(decodeSeconds()),
        Math.max(0, 100 - percent(prefillSeconds()) - percent(decodeSeconds())),
        100 * stats.occupancy());
  }

  /** The same for programs: one JSON object on one line. */
  String json() {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("event", "summary");
          json.writeNumberProperty("pairs", counts.pairs());
          json.writeNumberProperty("pairs_total", counts.total());
          json.writeNumberProperty("queries_total", counts.totalQueries());
          json.writeNumberProperty("failures", counts.failures());
          json.writeNumberProperty("from_journal", counts.fromJournal());
          json.writeNumberProperty("duplicates", counts.duplicates());
          json.writeNumberProperty("truncated", counts.cut());
          json.writeObjectPropertyStart("finish_reasons");
          counts
              .reasons()
              .forEach((reason, count) -> json.writeNumberProperty(reason.name(), count));
          json.writeEndObject();
          json.writeArrayPropertyStart("score_tenths");
          Arrays.stream(counts.bins()).forEach(json::writeNumber);
          json.writeEndArray();
          json.writeNumberProperty("prompt_tokens", counts.promptTokens());
          json.writeNumberProperty("completion_tokens", counts.completionTokens());
          for (PassReport pass : passes) {
            json.writeObjectPropertyStart(pass.name() + "_pass");
            json.writeNumberProperty("pairs", pass.pairs());
            json.writeNumberProperty("failures", pass.failures());
            json.writeNumberProperty("prompt_tokens", pass.promptTokens());
            json.writeNumberProperty("completion_tokens", pass.completionTokens());
            pass.certainty().ifPresent(least -> json.writeNumberProperty("certainty", least));
            json.writeEndObject();
          }
          guesses.ifPresent(counted -> counted.write(json));
          json.writeNumberProperty("seconds", seconds);
          json.writeNumberProperty("prefill_seconds", prefillSeconds());
          json.writeNumberProperty("decode_seconds", decodeSeconds());
        });
  }

  /** Time of the steps in which a pair ran tokens that are no guesses at its next ones. */
  private double prefillSeconds() {
    return (stats.work().busyNanos() - stats.work().decodeNanos()) / 1e9;
  }

  private double decodeSeconds() {
    return stats.work().decodeNanos() / 1e9;
  }

  private double percent(double part) {
    return 100 * part / seconds;
  }
}
