package io.rank1.core.engine;

import io.rank1.core.engine.Generation.End;
import io.rank1.core.engine.Progress.Limit;
import io.rank1.core.engine.Scheduler.Scheduled;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.StepResult;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine without its thread: each {@link #step()} is schedule, run, postprocess. Confined to
 * one thread.
 *
 * <p>After anything that the runner throws nobody knows what the KV cache holds: every sequence is
 * computed anew, and those of the step that failed run alone first. Only what fails alone fails.
 */
final class EngineLoop {

  private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);

  /** A model that fails this often in a row will not come back. */
  static final int MAX_FAILURES_IN_A_ROW = 5;

  private final ModelRunner runner;
  private final RunnerLimits limits;
  private final RequestQueue queue;
  private final Scheduler scheduler;
  private final IntPredicate endsText;
  private final StepMeter meter;
  private final EndedSequences ended;
  private boolean cacheIsUnknown;
  private int failuresInARow;
  private String lastFailure = "";

  /**
   * @param endsText whether the model ends its text with a token
   */
  EngineLoop(ModelRunner runner, RequestQueue queue, IntPredicate endsText) {
    this.runner = runner;
    this.limits = runner.limits();
    this.queue = queue;
    this.scheduler = new Scheduler(limits, queue, runner.keepsBeginnings());
    this.endsText = endsText;
    this.meter = new StepMeter(limits);
    this.ended = new EndedSequences(meter);
  }

  StepMeter meter() {
    return meter;
  }

  RunnerLimits limits() {
    return limits;
  }

  /** Whether there is nothing to do but what waits in the queue. */
  boolean isIdle() {
    return scheduler.isIdle() && !cacheIsUnknown;
  }

  /** Ends a sequence that can never run, in place of its wait. */
  boolean refuses(Sequence sequence) {
    boolean isTooLong = sequence.size() >= limits.sequenceTokens();
    boolean drawsInVain = !sequence.request().sampling().isGreedy() && !runner.drawsTokens();
    if (isTooLong || drawsInVain) {
      String cause =
          isTooLong
              ? "a prompt of "
                  + sequence.size()
                  + " tokens exceeds the context of "
                  + limits.sequenceTokens()
              : "this runner takes the most likely token only: it cannot sample";
      meter.countEnd(End.FAILED);
      sequence.complete(End.FAILED, Optional.of(cause));
    }
    return isTooLong || drawsInVain;
  }

  /**
   * Runs one step, if there is anything to run.
   *
   * @throws IllegalStateException when the model keeps failing; what is left is to be abandoned
   */
  void step() {
    long start = System.nanoTime();
    List<Scheduled> step = List.of();
    try {
      queue
          .overdue(start)
          .forEach(late -> ended.add(late, End.OVERDUE, "the deadline passed in the queue"));
      if (cacheIsUnknown) {
        emptyAllSlots();
      }
      dropCancelled();
      tellDeadlines(start);
      if (cacheIsUnknown) {
        return; // a slot could not be emptied
      }
      Scheduler.Plan plan = scheduler.schedule();
      plan.dropped().forEach(sequence -> ended.add(sequence, End.CANCELLED));
      meter.countAdmission(plan.preempted(), plan.shared());
      meter.hold(scheduler.running().size(), scheduler.committedCells());
      plan.vacated().forEach(slot -> runner.truncate(slot, 0));
      step = plan.step(); // from here on it is to blame for what fails
      plan.copies().forEach(copy -> runner.copy(copy.from(), copy.to(), copy.length()));
      if (!step.isEmpty()) {
        run(step, start);
      }
    } catch (RunnerException | RuntimeException e) {
      fail(step, e);
    } finally {
      if (cacheIsUnknown) {
        meter.countAdmission(scheduler.startAnew(List.of()), 0);
      }
      meter.hold(scheduler.running().size(), scheduler.committedCells());
      ended.tellAll(); // last, so that who is told finds the counts up to date
    }
    if (failuresInARow >= MAX_FAILURES_IN_A_ROW) {
      throw new IllegalStateException(
          "the model failed " + failuresInARow + " times in a row: " + lastFailure);
    }
  }

  private void run(List<Scheduled> step, long start) throws RunnerException {
    StepResult result = runner.run(step.stream().map(Scheduled::chunk).toList());
    if (result.outcome() == StepResult.Outcome.NO_ROOM) {
      makeRoom();
      return;
    }
    failuresInARow = 0;
    long generated = postprocess(step, result.rows());
    meter.countStep(step, generated, result.deviceNanos(), System.nanoTime() - start);
  }

  /** Ends every sequence that it knows; the runner is not used again. */
  void abandon(End end, String cause) {
    try {
      ended.tellAll();
    } finally {
      List<Sequence> all = scheduler.clear();
      all.addAll(queue.clear());
      all.forEach(sequence -> ended.add(sequence, end, cause));
      meter.hold(0, 0);
      ended.tellAll();
    }
  }

  private long postprocess(List<Scheduled> step, List<Row> rows) {
    long generated = 0;
    int row = 0;
    for (Scheduled scheduled : step) {
      Sequence sequence = scheduled.sequence();
      sequence.ran(scheduled.chunk());
      int to = row + scheduled.chunk().wanted().size();
      int before = sequence.generated();
      read(sequence, rows.subList(row, to));
      generated += sequence.generated() - before;
      row = to;
    }
    return generated;
  }

  private void read(Sequence sequence, List<Row> rows) {
    for (Row row : rows) {
      if (row instanceof Row.Broken broken) {
        discard(sequence, broken.reason());
        return;
      }
      sequence.read((Row.Read) row);
    }
    if (!rows.isEmpty() && sequence.pending() == 0) {
      boolean lookedAside = sequence.looksAside();
      List<Row.Read> all = sequence.takeRows();
      if (lookedAside) {
        truncate(sequence.slot(), sequence.size());
      }
      apply(sequence, () -> Optional.of(next(sequence, all)));
    }
  }

  private Action next(Sequence sequence, List<Row.Read> rows) {
    Progress progress = sequence.progress(limits.sequenceTokens(), reached(sequence));
    return sequence.request().program().next(rows, progress);
  }

  /** The limit that a sequence reaches by taking the token that was chosen. */
  private Optional<Limit> reached(Sequence sequence) {
    if (!sequence.hasChosen()) {
      return Optional.empty();
    }
    if (endsText.test(sequence.chosen())) {
      return Optional.of(Limit.END_OF_TEXT);
    }
    if (sequence.generated() + 1 >= sequence.request().maxTokens()) {
      return Optional.of(Limit.BUDGET);
    }
    return sequence.size() + 1 >= sequence.request().maxSize()
        ? Optional.of(Limit.CONTEXT)
        : Optional.empty();
  }

  private void tellDeadlines(long now) {
    for (Sequence sequence : List.copyOf(scheduler.running())) {
      if (sequence.isOverdue(now)) {
        sequence.deadlineTold();
        Progress progress = sequence.progress(limits.sequenceTokens(), Optional.empty());
        apply(sequence, () -> sequence.request().program().atDeadline(progress));
      }
    }
  }

  /** What a program is asked for. */
  private interface Question {
    Optional<Action> ask();
  }

  private void apply(Sequence sequence, Question question) {
    Action action;
    try {
      Optional<Action> answer = question.ask();
      if (answer.isEmpty()) {
        return;
      }
      action = answer.get();
    } catch (RuntimeException e) {
      LOG.error("a program failed", e);
      discard(sequence, "internal error: " + e);
      return;
    }
    if (sequence.looksAside()) { // the deadline passed before that was read
      sequence.forgetAside();
      truncate(sequence.slot(), sequence.size());
    }
    if (action instanceof Action.Continue next) {
      if (!sequence.hasChosen()) {
        discard(sequence, "internal error: the program takes a token that was not chosen yet");
        return;
      }
      sequence.take(next.logitsOf());
    } else if (action instanceof Action.Append append) {
      sequence.append(append.tokens(), append.rows(), append.logitsOf());
    } else if (action instanceof Action.LookAside look) {
      sequence.lookAside(look.tokens(), look.logitsOf());
    } else if (action instanceof Action.Replace replace) {
      int kept = sequence.replace(replace.tokens(), replace.rows(), replace.logitsOf());
      truncate(sequence.slot(), kept);
    } else if (action instanceof Action.Done) {
      ended.add(sequence, End.DONE);
      release(sequence);
      return;
    } else if (action instanceof Action.Fail fail) {
      discard(sequence, fail.cause());
      return;
    }
    if (sequence.size() > limits.sequenceTokens()) {
      discard(
          sequence, sequence.size() + " tokens exceed the context of " + limits.sequenceTokens());
    }
  }

  private void dropCancelled() {
    for (Sequence sequence : List.copyOf(scheduler.running())) {
      if (sequence.isCancelled()) {
        ended.add(sequence, End.CANCELLED);
        release(sequence);
      }
    }
  }

  /** The cells are too scattered for a batch that fits by number: run with one sequence less. */
  private void makeRoom() {
    if (scheduler.running().size() > 1) {
      LOG.debug("no room in the KV cache: preempting one sequence");
      truncate(scheduler.preemptYoungest(), 0);
      meter.countAdmission(1, 0);
      return;
    }
    Sequence only = scheduler.running().get(0);
    discard(only, "the KV cache has no room for a sequence of " + only.size() + " tokens");
  }

  private void fail(List<Scheduled> step, Exception cause) {
    if (queue.isClosed()) {
      LOG.debug("a step was interrupted", cause);
    } else {
      LOG.warn("a step of {} sequences failed", step.size(), cause);
    }
    failuresInARow++;
    lastFailure = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    List<Scheduled> tried = step;
    if (queue.isClosed()) {
      tried = List.of(); // closing ended it, and all end as closed
    } else if (scheduler.isTrial(step) || step.size() == 1 && scheduler.running().size() == 1) {
      Sequence only = step.get(0).sequence();
      if (scheduler.running().contains(only)) {
        ended.add(only, End.FAILED, lastFailure);
        scheduler.discard(only);
      }
      tried = List.of();
    }
    meter.countAdmission(scheduler.startAnew(tried), 0);
    cacheIsUnknown = true;
  }

  private void emptyAllSlots() {
    for (int slot = 0; slot < limits.slots(); slot++) {
      runner.truncate(slot, 0);
    }
    cacheIsUnknown = false;
  }

  private void release(Sequence sequence) {
    Scheduler.Left left = scheduler.release(sequence);
    truncate(left.slot(), left.keep());
  }

  private void discard(Sequence sequence, String cause) {
    ended.add(sequence, End.FAILED, cause);
    truncate(scheduler.discard(sequence), 0);
  }

  /**
   * Forgets a part of a slot. Where that fails, all of the cache is emptied before the next step.
   */
  private void truncate(int slot, int length) {
    if (cacheIsUnknown) {
      return; // all slots are to be emptied
    }
    try {
      runner.truncate(slot, length);
    } catch (RuntimeException e) {
      LOG.warn("slot {} could not be emptied", slot, e);
      failuresInARow++;
      lastFailure = String.valueOf(e.getMessage());
      cacheIsUnknown = true;
    }
  }
}
