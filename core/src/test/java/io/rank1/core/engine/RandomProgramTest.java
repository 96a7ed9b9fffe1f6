package io.rank1.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.Priority;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that do anything, on runners of any size on which anything goes wrong. */
class RandomProgramTest {

  static final int SEQUENCE = 80;

  /** What goes wrong now and then. */
  private enum Fault {
    NOTHING,
    SCATTERED_CACHE,
    FAILED_STEP,
    BROKEN_ROWS,
    FAILED_TRUNCATION,
    FAILED_COPY
  }

  /** A program in an engine. */
  private record Run(long seed, RandomProgram program, Sequence sequence) {}

  /**
   * What the engine is given in place of a program.
   *
   * @param prompt the program's
   * @param maxTokens its budget
   * @param maxSize the size at which it reaches the context
   */
  DecodeProgram around(RandomProgram program, int[] prompt, int maxTokens, int maxSize) {
    return program;
  }

  /** What the engine is given in place of a runner. */
  ModelRunner around(FakeRunner runner) {
    return runner;
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyProgramSeesWhatItSeesAlone(long seed) {
    Random random = new Random(seed);
    Fault fault = Fault.values()[(int) (seed % Fault.values().length)];
    FakeRunner runner = runner(limits(random), fault, new Random(seed));
    EngineLoop loop;
    RequestQueue queue = new RequestQueue(Integer.MAX_VALUE);
    loop = new EngineLoop(around(runner), queue, token -> token == RandomProgram.END_OF_TEXT);
    List<Run> runs = new ArrayList<>();
    Map<Long, Integer> completions = new HashMap<>();
    int programs = 1 + random.nextInt(25);
    for (long i = 0; i < programs; i++) {
      Run run = run(seed * 100 + i, deadline(random), random.nextInt(3), this::around);
      runs.add(run);
      run.sequence()
          .future()
          .whenComplete((g, e) -> completions.merge(run.seed(), 1, Integer::sum));
      queue.offer(run.sequence());
      for (int steps = random.nextInt(4); steps > 0; steps--) {
        loop.step();
      }
      if (random.nextInt(10) == 0) {
        cancel(runs.get(random.nextInt(runs.size())).sequence(), queue);
      }
    }
    for (int steps = 0; !loop.isIdle() || queue.size() > 0; steps++) {
      assertThat(steps).as("steps").isLessThan(100_000);
      loop.step();
    }

    assertThat(completions).hasSize(programs).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
    assertThat(runner.usedCells()).as("cells left behind").isZero();
    for (Run run : runs) {
      judge(run, fault);
    }
  }

  private static void judge(Run run, Fault fault) {
    Generation found = run.sequence().future().join();
    boolean mayFail = fault != Fault.NOTHING && fault != Fault.FAILED_TRUNCATION;
    switch (found.end()) {
      case CANCELLED -> assertThat(run.sequence().isCancelled()).isTrue();
      case OVERDUE -> assertThat(run.sequence().request().service().deadline()).isPresent();
      default -> {
        if (mayFail
            && found.cause().filter(c -> c.matches(".*(no room|fault|broken).*")).isPresent()) {
          return;
        }
        assertThat(found.end()).isEqualTo(run.program().end);
        assertThat(found.cause().orElse("")).isEqualTo(run.program().cause);
        if (!run.program().wasLate) {
          Run alone = alone(run.seed());
          assertThat(run.program().seen).isEqualTo(alone.program().seen);
          Generation expected = alone.sequence().future().join();
          assertThat(found.generated()).as("generated").isEqualTo(expected.generated());
          assertThat(found.replayed()).as("replayed").isEqualTo(expected.replayed());
        }
      }
    }
  }

  /** The program itself, on a runner without faults. */
  private static Run alone(long seed) {
    RequestQueue queue = new RequestQueue(1);
    RunnerLimits roomy = new RunnerLimits(1, SEQUENCE, SEQUENCE, SEQUENCE);
    FakeRunner runner = new FakeRunner(roomy, RandomProgram::row);
    EngineLoop loop = new EngineLoop(runner, queue, token -> token == RandomProgram.END_OF_TEXT);
    Run run = run(seed, Optional.empty(), 0, (program, prompt, tokens, size) -> program);
    queue.offer(run.sequence());
    while (!run.sequence().future().isDone()) {
      loop.step();
    }
    return run;
  }

  private static RunnerLimits limits(Random random) {
    int slots = 1 + random.nextInt(6);
    int cells = SEQUENCE + random.nextInt(2 * SEQUENCE);
    int rows = random.nextInt(5);
    return new RunnerLimits(
        slots, cells, SEQUENCE, slots + random.nextInt(40), rows == 0 ? Integer.MAX_VALUE : rows);
  }

  private static FakeRunner runner(RunnerLimits limits, Fault fault, Random random) {
    boolean[] failed = {false}; // several in a row are a model that is given up
    int[] lastFailed = {0};
    return new FakeRunner(limits, RandomProgram::row)
        .withFault(
            step -> {
              boolean isDue = random.nextInt(10) == 0 && !failed[0];
              failed[0] = isDue && fault == Fault.FAILED_STEP;
              return isDue && fault == Fault.SCATTERED_CACHE ? "room" : failed[0] ? "fault" : null;
            })
        .withBrokenRows(step -> fault == Fault.BROKEN_ROWS && random.nextInt(30) == 0)
        .withFailingTruncations(
            call -> {
              boolean isDue = call > lastFailed[0] + 12 && random.nextInt(8) == 0;
              lastFailed[0] = isDue ? call : lastFailed[0];
              return isDue && fault == Fault.FAILED_TRUNCATION;
            })
        .withFailingCopies(call -> fault == Fault.FAILED_COPY && random.nextInt(3) == 0);
  }

  private static Optional<Deadline> deadline(Random random) {
    return random.nextInt(4) > 0
        ? Optional.empty()
        : Optional.of(new Deadline(System.nanoTime() + random.nextInt(400_000)));
  }

  /** What becomes of a program before the engine gets it. */
  private interface Wrapping {
    DecodeProgram around(RandomProgram program, int[] prompt, int maxTokens, int maxSize);
  }

  /** The prompts of a tenth of the seeds begin alike. */
  private static Run run(long seed, Optional<Deadline> deadline, int group, Wrapping wrapping) {
    Random random = new Random(seed);
    int shared = random.nextInt(3) == 0 ? 0 : 5 + random.nextInt(2);
    int[] prompt = random.ints(shared + 1 + random.nextInt(20), 1, 60).toArray();
    for (int i = 0; i < shared; i++) {
      prompt[i] = 1 + i;
    }
    int maxTokens = 1 + random.nextInt(40);
    int maxSize = SEQUENCE - random.nextInt(20);
    RandomProgram program = new RandomProgram(seed, prompt, maxTokens, maxSize, SEQUENCE);
    Priority priority = Priority.values()[random.nextInt(3)];
    Service service = new Service(priority, group, deadline);
    GenerationRequest request =
        new GenerationRequest(
            prompt,
            shared,
            wrapping.around(program, prompt, maxTokens, maxSize),
            Sampling.GREEDY,
            maxTokens,
            maxSize,
            service);
    return new Run(seed, program, new Sequence(request));
  }

  private static void cancel(Sequence sequence, RequestQueue queue) {
    sequence.cancel();
    if (queue.remove(sequence)) {
      sequence.complete(Generation.End.CANCELLED, Optional.empty());
    }
  }
}
