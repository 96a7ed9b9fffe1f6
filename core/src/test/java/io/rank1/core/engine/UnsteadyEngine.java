package io.rank1.core.engine;

import io.rank1.core.Reranker;
import io.rank1.core.RerankerOptions;
import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.StepResult;
import io.rank1.core.runner.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A reranker on a model that fails, throws, stalls and says that it has no room, as it happens. */
public final class UnsteadyEngine implements ModelRunner {

  private static final RunnerLimits LIMITS = new RunnerLimits(32, 6000, 600, 4000, 3);

  /** Text that ends in the marker before long. */
  private static final int[] TEXT = EngineHarness.chain("Yes. {</think>}{ true}");

  private final Random random;
  private final int[] lengths = new int[LIMITS.slots()];
  private volatile boolean interrupted;
  private volatile int cellsLeft;
  private boolean failed;

  public UnsteadyEngine(long seed) {
    random = new Random(seed);
  }

  public Reranker open(RerankerOptions options) {
    return FakeEngine.reranker(() -> this, options);
  }

  /** Cells that were held when the runner was closed after its last sequence had ended. */
  public int cellsLeft() {
    return cellsLeft;
  }

  @Override
  public RunnerLimits limits() {
    return LIMITS;
  }

  @Override
  public void interrupt() {
    interrupted = true;
  }

  @Override
  public StepResult run(List<Chunk> chunks) throws RunnerException {
    int event = random.nextInt(60);
    boolean mayFail = !failed && !interrupted; // several in a row are a model that is given up
    failed = mayFail && event < 2 || interrupted;
    if (interrupted || mayFail && event == 0) {
      throw new RunnerException("a failed step");
    } else if (mayFail && event == 1) {
      throw new IllegalStateException("a bug");
    } else if (event == 2) {
      return new StepResult(StepResult.Outcome.NO_ROOM, List.of(), 0);
    } else if (event == 3) {
      LockSupport.parkNanos(2_000_000);
    }
    List<Row> rows = new ArrayList<>();
    for (Chunk chunk : chunks) {
      if (lengths[chunk.slot()] != chunk.start()) {
        throw new AssertionError("a gap in slot " + chunk.slot());
      }
      lengths[chunk.slot()] = chunk.end();
      for (Wanted wanted : chunk.wanted()) {
        rows.add(row(wanted, chunk.tokens()[wanted.position() - chunk.start()]));
      }
    }
    return new StepResult(StepResult.Outcome.RAN, rows, 1);
  }

  private Row row(Wanted wanted, int last) {
    if (random.nextInt(500) == 0) {
      return new Row.Broken(wanted.position(), "not finite");
    }
    int next = TEXT[0];
    for (int i = 1; i < TEXT.length; i++) {
      next = TEXT[i - 1] == last ? TEXT[i] : next;
    }
    return new Row.Read(wanted.position(), next, new float[wanted.logitsOf().length]);
  }

  @Override
  public void copy(int from, int to, int length) {
    if (lengths[from] < length || lengths[to] != 0) {
      throw new AssertionError(
          "copied " + length + " of " + lengths[from] + " to slot " + to + " with " + lengths[to]);
    }
    lengths[to] = length;
  }

  @Override
  public void truncate(int slot, int length) {
    if (random.nextInt(2000) == 0) {
      throw new IllegalStateException("cannot forget");
    }
    lengths[slot] = Math.min(lengths[slot], length);
  }

  @Override
  public void close() {
    int held = 0;
    for (int length : lengths) {
      held += length;
    }
    cellsLeft = interrupted ? 0 : held; // closing in the middle frees all at once
  }
}
