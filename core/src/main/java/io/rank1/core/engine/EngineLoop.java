package io.rank1.core.engine;

import io.rank1.core.engine.Scheduler.Scheduled;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.Output;
import io.rank1.core.runner.RowOutput;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.StepResult;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine without its thread: each {@link #step()} is schedule, run, postprocess. Confined to
 * one thread.
 */
final class EngineLoop {

  private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);

  /** A sequence whose end is to be told. */
  private record Completion(Sequence sequence, Runnable action) {}

  /** A model that fails this often in a row will not come back. */
  private static final int MAX_FAILURES_IN_A_ROW = 3;

  private final ModelRunner runner;
  private final Scheduler scheduler;
  private final Postprocessor postprocessor;
  private final StepMeter meter;
  private final List<Completion> completions = new ArrayList<>();
  private int failuresInARow;
  private String lastFailure = "";

  EngineLoop(ModelRunner runner, Tokenizer tokenizer, EngineOptions options) {
    this.runner = runner;
    this.scheduler = new Scheduler(runner.limits(), runner.keepsBeginnings());
    this.postprocessor = new Postprocessor(tokenizer, options, runner.limits());
    this.meter = new StepMeter(runner.limits().slots());
  }

  EngineStats stats() {
    return meter.stats();
  }

  RunnerLimits limits() {
    return runner.limits();
  }

  boolean isIdle() {
    return scheduler.isIdle();
  }

  /** Takes a sequence in; one that can never fit fails at once. */
  void add(Sequence sequence) {
    int limit = runner.limits().sequenceTokens();
    if (sequence.size() >= limit) {
      String cause = "a prompt of " + sequence.size() + " tokens exceeds the context of " + limit;
      sequence.finishWithout(FinishReason.FAILED, cause);
      meter.countFinished(1);
      return;
    }
    scheduler.add(sequence);
  }

  /**
   * Runs one step, if there is anything to run.
   *
   * @throws IllegalStateException when the model keeps failing; what is left is to be abandoned
   */
  void step() {
    long start = System.nanoTime();
    dropCancelled();
    Scheduler.Plan plan = scheduler.schedule();
    plan.vacated().forEach(slot -> runner.truncate(slot, 0));
    plan.copies().forEach(copy -> runner.copy(copy.from(), copy.to(), copy.length()));
    meter.countPreemptions(plan.preempted());
    meter.countFinished(plan.dropped());
    if (plan.step().isEmpty()) {
      return;
    }
    try {
      run(plan.step(), start);
    } catch (RunnerException e) {
      failStep(plan.step(), e);
    } finally {
      // Last, so that who is told finds the counts up to date.
      completeAll();
    }
    if (failuresInARow >= MAX_FAILURES_IN_A_ROW) {
      throw new IllegalStateException(
          "the model failed " + failuresInARow + " times in a row: " + lastFailure);
    }
  }

  /** Tells everyone who waits, even when telling one fails, for want of memory for instance. */
  private void completeAll() {
    List<Completion> due = List.copyOf(completions);
    completions.clear();
    IllegalStateException problem = null;
    for (Completion completion : due) {
      try {
        completion.action().run();
      } catch (RuntimeException | Error e) {
        completion.sequence().future().completeExceptionally(e);
        problem = new IllegalStateException("a result could not be made: " + e, e);
      }
    }
    if (problem != null) {
      throw problem;
    }
  }

  private void run(List<Scheduled> step, long start) throws RunnerException {
    StepResult result = runner.run(step.stream().map(Scheduled::chunk).toList());
    failuresInARow = 0;
    if (result.outcome() == StepResult.Outcome.NO_ROOM) {
      makeRoom();
      return;
    }
    long generated = postprocess(step, result.rows());
    meter.countStep(step, generated, result.deviceNanos(), System.nanoTime() - start);
  }

  /** Completes every sequence without a score; the runner is not used again. */
  void abandon(FinishReason reason, String cause) {
    List<Sequence> all = scheduler.clear();
    all.forEach(sequence -> sequence.finishWithout(reason, cause));
    meter.countFinished(all.size());
  }

  private void dropCancelled() {
    for (Sequence sequence : List.copyOf(scheduler.running())) {
      if (sequence.future().isDone()) {
        release(sequence);
        meter.countFinished(1);
      }
    }
  }

  private long postprocess(List<Scheduled> step, List<RowOutput> rows) {
    long generated = 0;
    int row = 0;
    for (Scheduled scheduled : step) {
      Sequence sequence = scheduled.sequence();
      sequence.ran(scheduled.chunk());
      if (scheduled.chunk().output() == Output.NONE) {
        continue;
      }
      int before = sequence.completionTokens();
      apply(sequence, rows.get(row++));
      generated += sequence.completionTokens() - before;
    }
    return generated;
  }

  private void apply(Sequence sequence, RowOutput row) {
    if (!(row instanceof RowOutput.Broken)) {
      sequence.outputWasSound();
    }
    Verdict verdict = postprocessor.judge(sequence, row);
    if (verdict instanceof Verdict.Force force) {
      int kept = sequence.force(force.tokens(), force.reason());
      runner.truncate(sequence.slot(), kept);
    } else if (verdict instanceof Verdict.Answered answered) {
      release(sequence);
      completions.add(new Completion(sequence, () -> sequence.finish(answered.score())));
      meter.countFinished(1);
    } else if (verdict instanceof Verdict.Failed failed) {
      discard(sequence);
      fail(sequence, failed.cause());
    }
  }

  /** The cells are too scattered for a batch that fits by number: run with one sequence less. */
  private void makeRoom() {
    if (scheduler.running().size() > 1) {
      LOG.debug("no room in the KV cache: preempting one sequence");
      runner.truncate(scheduler.preemptYoungest(), 0);
      meter.countPreemptions(1);
      return;
    }
    Sequence only = scheduler.running().get(0);
    discard(only);
    fail(only, "the KV cache has no room for a sequence of " + only.size() + " tokens");
  }

  /** After a failure the cache holds nobody knows what: all others are computed anew. */
  private void failStep(List<Scheduled> step, RunnerException cause) {
    LOG.warn("step of {} sequences failed: {}", step.size(), cause.getMessage());
    failuresInARow++;
    lastFailure = cause.getMessage();
    for (Scheduled scheduled : step) {
      discard(scheduled.sequence());
      fail(scheduled.sequence(), cause.getMessage());
    }
    meter.countPreemptions(scheduler.running().size());
    while (!scheduler.running().isEmpty()) {
      runner.truncate(scheduler.preemptYoungest(), 0);
    }
  }

  private void release(Sequence sequence) {
    Scheduler.Left left = scheduler.release(sequence);
    runner.truncate(left.slot(), left.keep());
  }

  private void discard(Sequence sequence) {
    runner.truncate(scheduler.discard(sequence), 0);
  }

  private void fail(Sequence sequence, String cause) {
    completions.add(
        new Completion(sequence, () -> sequence.finishWithout(FinishReason.FAILED, cause)));
    meter.countFinished(1);
  }
}
