package io.rank1.cli.batch;

/** What is to be done when the process is told to end. */
@FunctionalInterface
public interface ShutdownHooks {

  /** A hook that is taken back when it is closed. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** Registers an action for the process's end. */
  Registration register(Runnable action);

  /** The hooks of this JVM. */
  static ShutdownHooks ofJvm() {
    return action -> {
      Thread thread = new Thread(action, "rank1-interrupt");
      Runtime.getRuntime().addShutdownHook(thread);
      return () -> takeBack(thread);
    };
  }

  private static void takeBack(Thread thread) {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // The process is ending: the action runs, and the exit code is the signal's. Wait for that.
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
