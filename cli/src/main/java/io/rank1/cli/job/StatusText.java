package io.rank1.cli.job;

import io.rank1.cli.output.Clock;
import io.rank1.cli.output.JsonLines;
import java.util.Locale;

/** A status for people, and for programs. */
final class StatusText {

  private StatusText() {}

  /** One line; what matters most comes first, since a terminal may cut it. */
  static String line(JobStatus status) {
    StringBuilder line = new StringBuilder();
    status.round().ifPresent(round -> line.append(round).append(": "));
    line.append(
        String.format(
            Locale.ROOT,
            "%d/%d pairs, %d/%d queries, ",
            status.pairs(),
            status.totalPairs(),
            status.queries(),
            status.totalQueries()));
    status
        .secondsLeft()
        .ifPresent(left -> line.append(Clock.of((long) Math.ceil(left))).append(" left, "));
    line.append(
        String.format(
            Locale.ROOT,
            "%.2f pairs/s, %.0f tokens/s, %.0f tokens/pair, %.0f/%d slots, %d failed",
            status.pairsPerSecond(),
            status.tokensPerSecond(),
            status.tokensPerPair(),
            status.slotsInUse(),
            status.slots(),
            status.failures()));
    return line.toString();
  }

  /** One JSON object on one line. */
  static String json(JobStatus status) {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("event", "progress");
          status.round().ifPresent(round -> json.writeStringProperty("pass", round));
          json.writeNumberProperty("pairs", status.pairs());
          json.writeNumberProperty("pairs_total", status.totalPairs());
          json.writeNumberProperty("queries", status.queries());
          json.writeNumberProperty("queries_total", status.totalQueries());
          json.writeNumberProperty("failures", status.failures());
          json.writeNumberProperty("seconds", rounded(status.seconds()));
          json.writeNumberProperty("pairs_per_second", rounded(status.pairsPerSecond()));
          json.writeNumberProperty("tokens_per_second", rounded(status.tokensPerSecond()));
          json.writeNumberProperty("tokens_per_pair", rounded(status.tokensPerPair()));
          json.writeNumberProperty("slots_in_use", rounded(status.slotsInUse()));
          json.writeNumberProperty("slots", status.slots());
          if (status.secondsLeft().isPresent()) {
            json.writeNumberProperty("seconds_left", rounded(status.secondsLeft().getAsDouble()));
          } else {
            json.writeNullProperty("seconds_left");
          }
        });
  }

  /** To three digits behind the point. */
  static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
