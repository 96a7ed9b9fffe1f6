package io.rank1.llama;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.StepResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A runner that runs no step before it is let go, so that all pairs are in the queue by then. */
record HeldRunner(ModelRunner runner, CompletableFuture<Void> letGo) implements ModelRunner {

  @Override
  public StepResult run(List<Chunk> chunks) throws RunnerException {
    letGo.join();
    return runner.run(chunks);
  }

  @Override
  public RunnerLimits limits() {
    return runner.limits();
  }

  @Override
  public boolean keepsBeginnings() {
    return runner.keepsBeginnings();
  }

  @Override
  public void copy(int from, int to, int length) {
    runner.copy(from, to, length);
  }

  @Override
  public void truncate(int slot, int length) {
    runner.truncate(slot, length);
  }

  @Override
  public void close() {
    runner.close();
  }
}
