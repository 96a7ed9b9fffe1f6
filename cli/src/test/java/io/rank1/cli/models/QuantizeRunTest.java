package io.rank1.cli.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.signal.EndSignal;
import io.rank1.cli.signal.FakeSignals;
import io.rank1.llama.QuantizeType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizeRunTest {

  @TempDir Path dir;
  private Path in;
  private Path out;
  private final FakeSignals signals = new FakeSignals();

  @BeforeEach
  void write() throws IOException {
    in = Files.writeString(dir.resolve("in"), "whole");
    out = Files.writeString(dir.resolve("out"), "before");
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(QuantizeRun.Work work, Optional<PrintWriter> terminal) throws IOException {
    return new QuantizeRun(QuantizeType.Q4_K_M, work).run(in, out, terminal, signals);
  }

  private void assertNothingElseLeft() {
    assertThat(dir.toFile().list()).containsExactlyInAnyOrder("in", "out");
    assertThat(signals.handlers()).isZero();
  }

  @Test
  void movesWhatIsWholeIntoPlace() throws IOException {
    StringWriter terminal = new StringWriter();
    CountDownLatch shown = new CountDownLatch(1);
    PrintWriter screen =
        new PrintWriter(terminal) {
          @Override
          public void flush() {
            shown.countDown();
          }
        };
    String report =
        run(
            (from, to, progress) -> {
              assertThat(out).hasContent("before");
              progress.accept("1/2");
              shown.await();
              write(to, "quantized");
            },
            Optional.of(screen));
    assertThat(report).matches(out + ": Q4_K_M, 0\\.01 kB in \\d+\\.\\d s");
    assertThat(out).hasContent("quantized");
    assertThat(terminal.toString()).contains("rank1: quantizing: tensor ");
    assertNothingElseLeft();
  }

  @Test
  void anInterruptLeavesWhatWasThere() {
    QuantizeRun.Work work =
        (from, to, progress) -> {
          write(to, "half");
          signals.send(EndSignal.INT);
          new CountDownLatch(1).await();
        };
    assertThatThrownBy(() -> run(work, Optional.empty()))
        .isInstanceOf(CommandException.class)
        .hasMessage("interrupted: nothing was written")
        .extracting(e -> ((CommandException) e).code())
        .isEqualTo(ExitCode.INTERRUPTED);
    assertThat(out).hasContent("before");
    assertNothingElseLeft();
  }

  @Test
  void aFailureLeavesWhatWasThere() {
    Consumer<Path> half = file -> write(file, "half");
    QuantizeRun.Work work =
        (from, to, progress) -> {
          half.accept(to);
          throw new IllegalStateException("broken");
        };
    assertThatThrownBy(() -> run(work, Optional.empty())).isInstanceOf(IllegalStateException.class);
    assertThat(out).hasContent("before");
    assertNothingElseLeft();
  }
}
