package io.rank1.core.speculate;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.StepResult;
import java.util.List;

/** A runner that tells how many sequences a step has, and closes what guesses for them. */
final class ObservedRunner implements ModelRunner {

  private final ModelRunner runner;
  private final Speculation speculation;

  private ObservedRunner(ModelRunner runner, Speculation speculation) {
    this.runner = runner;
    this.speculation = speculation;
  }

  static ModelRunner create(RunnerFactory factory, Speculation speculation) {
    ModelRunner runner = factory.create();
    try {
      speculation.open(runner.limits());
      return new ObservedRunner(runner, speculation);
    } catch (RuntimeException | Error e) {
      close(runner, speculation);
      throw e;
    }
  }

  @Override
  public RunnerLimits limits() {
    return runner.limits();
  }

  @Override
  public StepResult run(List<Chunk> chunks) throws RunnerException {
    speculation.stepped(chunks.size());
    return runner.run(chunks);
  }

  @Override
  public boolean drawsTokens() {
    return runner.drawsTokens();
  }

  @Override
  public void interrupt() {
    speculation.interrupt();
    runner.interrupt();
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
    close(runner, speculation);
  }

  private static void close(ModelRunner runner, Speculation speculation) {
    try {
      speculation.close();
    } finally {
      runner.close();
    }
  }
}
