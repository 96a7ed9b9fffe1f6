package io.rank1.cli.job;

import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.PromptHasher;
import io.rank1.cli.scoring.LookAhead;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.profile.ProfileMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads the input once more and submits what is to be scored, on a thread of its own and by a
 * {@link LookAhead} ahead; results are taken in the order in which they come.
 */
final class PairFlow {

  /** What comes out: results, and at some time the end of the input. */
  sealed interface Event {}

  /** A pair that is done. */
  record Done(int index, JobPair pair, RerankResult result) implements Event {}

  /** A pair whose result will never come. */
  record Lost(JobPair pair, Throwable problem) implements Event {}

  /**
   * Nothing more is submitted; results may still come.
   *
   * @param problem why, unless the input has ended
   */
  record InputEnd(Optional<Throwable> problem) implements Event {}

  private static final int PER_SLOT = 4;
  private static final int AT_LEAST = 64;

  private final JobInput input;
  private final JobPlan plan;
  private final ProfileMethod method;
  private final PromptHasher hasher = new PromptHasher();
  private final JobPass pass;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(); // bounded by ahead
  private final LookAhead ahead;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean stopped;

  PairFlow(JobInput input, JobPass pass, ProfileMethod method) {
    this.input = input;
    this.plan = pass.plan();
    this.method = method;
    this.pass = pass;
    int slots = pass.scorer().stats().work().slots();
    this.ahead = new LookAhead(Math.max(AT_LEAST, PER_SLOT * slots), slots);
  }

  void start() {
    Thread thread = new Thread(this::run, "rank1-intake");
    thread.setDaemon(true);
    thread.start();
  }

  /** Submits nothing more. The thread is not interrupted, which could close the files it reads. */
  void stop() {
    stopped = true;
    ahead.open(); // it may wait for room
  }

  /** Pairs that were submitted and not taken. */
  int underWay() {
    return underWay.get();
  }

  /** The next event, if one comes in time. */
  Optional<Event> take(Duration patience) throws InterruptedException {
    Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (event instanceof Done done) {
      leave(done.pair());
    } else if (event instanceof Lost lost) {
      leave(lost.pair());
    }
    return Optional.ofNullable(event);
  }

  private void leave(JobPair pair) {
    underWay.decrementAndGet();
    ahead.leave(pair.request());
  }

  private void run() {
    events.add(new InputEnd(submitAll()));
  }

  private Optional<Throwable> submitAll() {
    try (JobInput.Pairs pairs = input.open()) {
      int last = plan.open().length(); // behind the last that is to be scored
      for (int index = 0; index < last && !stopped; index++) {
        if (plan.isOpen(index)) {
          submit(index, pairs.next().orElseThrow(PairFlow::changed));
        } else if (!pairs.skip()) {
          throw changed();
        }
      }
      return Optional.empty();
    } catch (Exception | Error e) { // whatever it is, who waits for results must be told
      return Optional.of(e);
    }
  }

  private void submit(int index, JobPair pair) throws InterruptedException, InputException {
    if (!plan.hasPrompt(index, hasher.of(method.prompt(pair.request()), pair.request()))) {
      throw changed();
    }
    ahead.enter(pair.request());
    if (stopped) {
      return;
    }
    underWay.incrementAndGet();
    CompletableFuture<RerankResult> future;
    try {
      future = pass.submit(pair.request());
    } catch (RuntimeException | Error e) {
      underWay.decrementAndGet(); // no result will come
      throw e;
    }
    future.whenComplete(
        (result, problem) ->
            events.add(problem == null ? new Done(index, pair, result) : new Lost(pair, problem)));
  }

  static InputException changed() {
    return new InputException("the input has changed since the job began; start it again");
  }
}
