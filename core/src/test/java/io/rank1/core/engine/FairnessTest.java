package io.rank1.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.Priority;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
class FairnessTest {

  private static final int CHAIN = 10;

  private final RequestQueue queue = new RequestQueue(Integer.MAX_VALUE);
  private final List<String> ends = new ArrayList<>();

  private EngineLoop loop(RunnerLimits limits) {
    return new EngineLoop(new FakeRunner(limits, RandomProgram::row), queue, token -> false);
  }

  private Sequence submit(String name, Priority priority, Object group, Optional<Deadline> until) {
    DecodeProgram program =
        (rows, progress) ->
            progress.generated() < CHAIN
                ? new Action.Continue(Wanted.NO_LOGITS)
                : new Action.Done();
    Service service = new Service(priority, group, until);
    Sequence sequence =
        new Sequence(
            new GenerationRequest(
                new int[] {1, 2, 3}, 0, program, Sampling.GREEDY, 100, 100, service));
    sequence.future().thenRun(() -> ends.add(name));
    queue.offer(sequence);
    return sequence;
  }

  private Sequence submit(String name, Priority priority, Object group) {
    return submit(name, priority, group, Optional.empty());
  }

  @Test
  void anInteractiveRequestGetsTheNextSlotThatIsFreeBesideTenThousandPairs() {
    EngineLoop loop = loop(new RunnerLimits(4, 400, 100, 64));
    for (int i = 0; i < 10_000; i++) {
      submit("bulk", Priority.BULK, "job");
    }
    for (int i = 0; i < 5; i++) {
      loop.step();
    }
    Sequence interactive = submit("interactive", Priority.INTERACTIVE, "call");
    int steps = 0;
    while (!interactive.future().isDone()) {
      loop.step();
      steps++;
    }

    assertThat(steps).as("one pair's time and its own").isLessThanOrEqualTo(2 * (CHAIN + 1));
    assertThat(ends).hasSizeLessThanOrEqualTo(8).contains("interactive");
  }

  @Test
  void pairsThatLostTheirPlaceDoNotGoBeforeAHigherPriority() {
    EngineLoop loop = loop(new RunnerLimits(8, 40, 40, 64)); // three have room for all they become
    for (int i = 0; i < 100; i++) {
      submit("bulk", Priority.BULK, "job");
    }
    while (loop.meter().stats().work().preemptions() < 3) {
      loop.step();
    }
    submit("interactive", Priority.INTERACTIVE, "call");
    int before = ends.size();
    while (!ends.contains("interactive")) {
      loop.step();
    }

    assertThat(ends.size() - before).isLessThanOrEqualTo(8);
  }

  @Test
  void groupsOfOnePriorityTakeTurns() {
    EngineLoop loop = loop(new RunnerLimits(1, 100, 100, 64));
    for (int i = 0; i < 50; i++) {
      submit("a", Priority.NORMAL, "a");
    }
    for (int i = 0; i < 3; i++) {
      submit("b", Priority.NORMAL, "b");
    }
    while (ends.size() < 8) {
      loop.step();
    }

    assertThat(ends).containsExactly("a", "b", "a", "b", "a", "b", "a", "a");
  }

  @Test
  void whoCancelsDoesNotLoseATurn() {
    EngineLoop loop = loop(new RunnerLimits(1, 100, 100, 64));
    Sequence given = submit("a", Priority.NORMAL, "a");
    submit("a", Priority.NORMAL, "a");
    submit("b", Priority.NORMAL, "b");
    queue.remove(given);
    while (ends.size() < 2) {
      loop.step();
    }

    assertThat(ends).containsExactly("a", "b");
  }

  @Test
  void aDeadlineThatNeverComesHidesNoOther() {
    Deadline never = Deadline.in(Duration.ofSeconds(Long.MAX_VALUE));
    submit("never", Priority.NORMAL, "a", Optional.of(never));
    submit("late", Priority.NORMAL, "a", Optional.of(Deadline.in(Duration.ZERO)));

    assertThat(queue.overdue(System.nanoTime())).hasSize(1);
    assertThat(queue.size()).isEqualTo(1);
  }
}
