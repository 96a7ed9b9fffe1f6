package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.journal.JournalCall;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.core.failure.RankingFailedException;
import io.rank1.core.identity.Hash128;
import io.rank1.core.listwise.CallRecord;
import io.rank1.core.text.PlainText;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;

/** Ranks all queries, and brings every call into the journal as soon as it is answered. */
final class ListRun {

  private static final Duration TICK = Duration.ofMillis(100);

  private final QueryFlow flow;
  private final ListWork work;
  private final JournalKeeper keeper;
  private final StopRequest stop;
  private final OptionalInt maxFailures;
  private boolean inputEnded;
  private Optional<Throwable> problem = Optional.empty();

  /**
   * @param maxFailures the failures after which to stop
   */
  ListRun(
      QueryFlow flow,
      ListWork work,
      JournalKeeper keeper,
      StopRequest stop,
      OptionalInt maxFailures) {
    this.flow = flow;
    this.work = work;
    this.keeper = keeper;
    this.stop = stop;
    this.maxFailures = maxFailures;
  }

  /**
   * Runs until all queries are ranked, or something ends it; every call that was answered is on the
   * disk then, as far as the disk takes it.
   *
   * @throws CommandException when the input or the engine fails
   */
  JobRun.End run() throws InterruptedException {
    flow.start();
    try {
      while (!isOver()) {
        handle(flow.take(TICK));
        keeper.tick();
        if (stop.isMade() || isTooMuch() || problem.isPresent()) {
          flow.stop();
        }
      }
      while (handle(flow.take(Duration.ZERO))) {
        // What was answered meanwhile is not thrown away.
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      flow.stop();
      keeper.forceAfter(e);
      throw e;
    }
    flow.stop();
    if (problem.isPresent()) {
      keeper.forceAfter(problem.get());
      throw JobRun.describe(problem.get());
    }
    keeper.force();
    if (work.counts().queries() == work.counts().totalQueries() && keeper.isSafe()) {
      return JobRun.End.COMPLETE;
    }
    return stop.isMade() ? JobRun.End.STOPPED : JobRun.End.TOO_MANY_FAILURES;
  }

  private boolean isOver() {
    return stop.isOverdue() || isTooMuch() || inputEnded && flow.underWay() == 0;
  }

  private boolean isTooMuch() {
    return maxFailures.isPresent() && work.counts().failures() >= maxFailures.getAsInt();
  }

  /** Whether there was anything. */
  private boolean handle(Optional<QueryFlow.Event> event) throws InterruptedException {
    if (event.isEmpty()) {
      return false;
    }
    if (event.get() instanceof QueryFlow.Answered answered) {
      keep(answered.call());
    } else if (event.get() instanceof QueryFlow.Ranked ranked) {
      work.ranked(ranked.query(), ranked.ranking());
    } else if (event.get() instanceof QueryFlow.Failed failed) {
      fail(failed.query(), failed.problem());
    } else if (event.get() instanceof QueryFlow.InputEnd end) {
      inputEnded = true;
      problem = problem.or(end::problem);
    }
    return true;
  }

  private void keep(CallRecord call) throws InterruptedException {
    Hash128 key = work.calls().key(call.key());
    String query = work.input().query(call.query().orElseThrow());
    Optional<JournalEntry> entry = keeper.append(JournalCall.of(key, query, call));
    if (entry.isPresent()) {
      work.calls().add(key, entry.get());
      work.counts().computed(call);
    }
  }

  /** Only a query that cannot be ranked itself leaves the others alone. */
  private void fail(int query, Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof RankingFailedException) {
      work.failed(query, PlainText.line(cause.getMessage()));
    } else {
      problem = problem.or(() -> Optional.of(cause));
    }
  }
}
