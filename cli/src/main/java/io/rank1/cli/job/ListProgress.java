package io.rank1.cli.job;

import io.rank1.cli.output.Clock;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.scoring.ListScorer;
import io.rank1.core.engine.EngineStats;
import java.util.Locale;
import java.util.OptionalDouble;

/** Where a job of lists stands, from one look to the next. Used by one thread at a time. */
final class ListProgress {

  private final ListCounts counts;
  private final ListScorer scorer;
  private final long start = System.nanoTime();
  private final EngineStats begun;
  private EngineStats before;

  ListProgress(ListCounts counts, ListScorer scorer) {
    this.counts = counts;
    this.scorer = scorer;
    this.begun = scorer.stats();
    this.before = begun;
  }

  ShownStatus status() {
    EngineStats now = scorer.stats();
    double seconds = Math.max(1e-3, (System.nanoTime() - start) / 1e9);
    long steps = now.work().steps() - before.work().steps();
    long slotSteps = now.work().slotSteps() - before.work().slotSteps();
    double tokens = now.work().decodedTokens() - begun.work().decodedTokens();
    before = now;
    return new Status(
        counts,
        seconds,
        counts.computed() / seconds,
        tokens / seconds,
        steps == 0 ? 0 : slotSteps / (double) steps,
        now.work().slots());
  }

  private record Status(
      ListCounts counts,
      double seconds,
      double callsPerSecond,
      double tokensPerSecond,
      double slotsInUse,
      int slots)
      implements ShownStatus {

    /** At most: tournaments need fewer calls than they can. */
    private OptionalDouble secondsLeft() {
      long open = counts.mostCalls() - counts.computed() - counts.known();
      return callsPerSecond == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(Math.max(0, open) / callsPerSecond);
    }

    @Override
    public String line() {
      String left =
          secondsLeft().isPresent()
              ? "at most " + Clock.of((long) Math.ceil(secondsLeft().getAsDouble())) + " left, "
              : "";
      return String.format(
          Locale.ROOT,
          "%d/%d queries, %d calls and %d from the journal, %s%.2f calls/s, %.0f tokens/s, %.0f/%d"
              + " slots, %d failed",
          counts.queries(),
          counts.totalQueries(),
          counts.computed(),
          counts.known(),
          left,
          callsPerSecond,
          tokensPerSecond,
          slotsInUse,
          slots,
          counts.failures());
    }

    @Override
    public String json() {
      return JsonLines.object(
          json -> {
            json.writeStringProperty("event", "progress");
            json.writeNumberProperty("queries", counts.queries());
            json.writeNumberProperty("queries_total", counts.totalQueries());
            json.writeNumberProperty("failures", counts.failures());
            json.writeNumberProperty("calls", counts.computed());
            json.writeNumberProperty("calls_from_journal", counts.known());
            json.writeNumberProperty("calls_at_most", counts.mostCalls());
            json.writeNumberProperty("seconds", StatusText.rounded(seconds));
            json.writeNumberProperty("calls_per_second", StatusText.rounded(callsPerSecond));
            json.writeNumberProperty("tokens_per_second", StatusText.rounded(tokensPerSecond));
            json.writeNumberProperty("slots_in_use", StatusText.rounded(slotsInUse));
            json.writeNumberProperty("slots", slots);
            if (secondsLeft().isPresent()) {
              json.writeNumberProperty(
                  "seconds_left", StatusText.rounded(secondsLeft().getAsDouble()));
            } else {
              json.writeNullProperty("seconds_left");
            }
          });
    }
  }
}
