package io.rank1.core.runner;

/** Makes a runner on the thread that will own it. */
@FunctionalInterface
public interface RunnerFactory {

  /**
   * @throws RuntimeException when the runner cannot be made; passed on to who asked for the engine
   */
  ModelRunner create();
}
