package io.rank1.cli.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptibleTest {
  private final FakeSignals signals = new FakeSignals();

  @AfterEach
  void nothingStays() {
    assertThat(signals.handlers()).isZero();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private void assertInterrupted(ExitCode code, Interruptible.Work<String> work) {
    assertThatThrownBy(() -> Interruptible.run(signals, work))
        .isInstanceOfSatisfying(CommandException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage("interrupted: nothing was written");
  }

  private Interruptible.Work<String> told(EndSignal signal, Interruptible.Work<String> then) {
    return () -> {
      signals.send(signal);
      return then.run();
    };
  }

  @Test
  void aSignalEndsTheWorkWithItsExitCode() {
    Interruptible.Work<String> waiting =
        () -> {
          new CountDownLatch(1).await();
          return "";
        };
    assertInterrupted(ExitCode.INTERRUPTED, told(EndSignal.INT, waiting));
    assertInterrupted(ExitCode.TERMINATED, told(EndSignal.TERM, waiting));
    Interruptible.Work<String> failing =
        () -> {
          throw new IOException("closed by interrupt");
        };
    assertInterrupted(ExitCode.TERMINATED, told(EndSignal.TERM, failing));
    Interruptible.Work<String> ofChild =
        () -> {
          Thread.interrupted();
          throw new IllegalStateException("the child has ended");
        };
    assertInterrupted(ExitCode.INTERRUPTED, told(EndSignal.INT, ofChild));
  }

  @Test
  void anInterruptWithoutASignalEndsItToo() {
    assertInterrupted(
        ExitCode.INTERRUPTED,
        () -> {
          throw new InterruptedException();
        });
  }

  @Test
  void whatIsDoneInSpiteOfASignalIsDone() throws IOException {
    assertThat(Interruptible.run(signals, told(EndSignal.INT, () -> "done"))).isEqualTo("done");
  }

  @Test
  void errorsWithoutASignalAreTheWorks() {
    assertThatThrownBy(
            () ->
                Interruptible.run(
                    signals,
                    () -> {
                      throw new IOException("no room");
                    }))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("no room");
    assertThatThrownBy(
            () ->
                Interruptible.run(
                    signals,
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .isExactlyInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSecondWishEndsTheProcess() throws IOException {
    Interruptible.run(
        signals,
        () -> {
          signals.send(EndSignal.INT);
          signals.send(EndSignal.INT); // passed on twice
          assertThat(signals.ends()).isEmpty();
          long later = System.nanoTime() + 2 * Signals.ONE_WISH.toNanos();
          while (System.nanoTime() < later) {
            Thread.onSpinWait();
          }
          signals.send(EndSignal.TERM);
          return "";
        });
    assertThat(signals.ends()).containsExactly(EndSignal.TERM);
  }
}
