package io.rank1.cli.batch;

import io.rank1.cli.exit.IoProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

/** What happens on SIGINT or SIGTERM: the output ends with a whole line, and the user is told. */
final class Interrupt implements Runnable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final LineGate gate;
  private final Progress progress;
  private final PrintWriter err;

  Interrupt(LineGate gate, Progress progress, PrintWriter err) {
    this.gate = gate;
    this.progress = progress;
    this.err = err;
  }

  @Override
  public void run() {
    String end = shut();
    progress.close();
    err.println("rank1: interrupted; " + Written.of(gate) + end);
    err.flush();
  }

  private String shut() {
    try {
      return gate.shut(PATIENCE) ? "" : ", and a line more may have been begun";
    } catch (IOException e) {
      return ": " + IoProblem.describe(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
