package io.rank1.cli.job;

import io.rank1.cli.journal.CallReading;
import io.rank1.cli.output.Clock;
import io.rank1.cli.output.JsonLines;
import io.rank1.core.engine.EngineStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of a job of lists, in numbers.
 *
 * @param counts of queries and calls
 * @param stats of the engine
 * @param seconds since the job began
 */
record ListSummary(ListCounts counts, EngineStats stats, double seconds) {

  /** A few lines for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d queries: %d ranked, %d failed, %d open",
            counts.totalQueries(),
            counts.queries() - counts.failures(),
            counts.failures(),
            counts.totalQueries() - counts.queries()));
    lines.add(
        String.format(
            Locale.ROOT,
            "calls: %d, and %d were in the journal; passages of %d were shortened to fit",
            counts.computed(),
            counts.known(),
            counts.cut()));
    if (counts.fallbacks().isEmpty()) {
      lines.add("fall-backs: none");
    }
    counts
        .fallbacks()
        .forEach((rule, count) -> lines.add("fall-backs: in " + count + " calls " + rule.text()));
    lines.add(
        String.format(
            Locale.ROOT,
            "tokens: %d prompt, %d generated",
            counts.promptTokens(),
            counts.completionTokens()));
    if (counts.failures() > 0) {
      lines.add("queries that failed are tried again by the same command");
    }
    if (counts.computed() > 0) {
      double time = Math.max(1e-3, seconds);
      lines.add(
          String.format(
              Locale.ROOT,
              "time: %s, %.2f calls/s, %.1f tokens/s; %.0f %% of the slots used",
              Clock.of(Math.round(time)),
              counts.computed() / time,
              stats.work().decodedTokens() / time,
              100 * stats.occupancy()));
    }
    return lines;
  }

  /** The same for programs: one JSON object on one line. */
  String json() {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("event", "summary");
          json.writeNumberProperty("queries", counts.queries());
          json.writeNumberProperty("queries_total", counts.totalQueries());
          json.writeNumberProperty("failures", counts.failures());
          json.writeNumberProperty("calls", counts.computed());
          json.writeNumberProperty("calls_from_journal", counts.known());
          json.writeNumberProperty("truncated", counts.cut());
          json.writeObjectPropertyStart("fallbacks");
          counts
              .fallbacks()
              .forEach((rule, count) -> json.writeNumberProperty(CallReading.name(rule), count));
          json.writeEndObject();
          json.writeNumberProperty("prompt_tokens", counts.promptTokens());
          json.writeNumberProperty("completion_tokens", counts.completionTokens());
          json.writeNumberProperty("seconds", seconds);
        });
  }
}
