package io.rank1.cli.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.signal.EndSignal;
import io.rank1.cli.signal.FakeSignals;
import io.rank1.models.convert.Conversion;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.Vocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionRunTest {

  @TempDir Path folder;

  private Conversion conversion() throws IOException {
    CheckpointFamily family = CheckpointFamily.LLAMA_3_1;
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(
            family.architecture(), Vocabulary.BosUse.ADDED, List.of(" true", " false"));
    ModelShape shape =
        new ModelShape(
            family.architecture(), 1, 64, 2, 1, 32, 64, 512, 1e6f, 1e-6f, ModelShape.Output.TIED);
    Path checkpoint = folder.resolve("checkpoint");
    new RandomCheckpoint(
            family, shape, vocabulary, RandomCheckpoint.Weights.F16, vocabulary.size(), 1, 9)
        .write(checkpoint);
    return Conversion.plan(checkpoint, Optional.empty());
  }

  @Test
  void anInterruptedRunLeavesNothing() throws IOException {
    Path outputs = Files.createDirectory(folder.resolve("out"));
    FakeSignals signals = new FakeSignals().sendAtOnce(EndSignal.TERM);
    ConversionRun run =
        new ConversionRun(
            conversion(),
            outputs.resolve("m.gguf"),
            new PrintWriter(new StringWriter()),
            ConversionRun.Display.NOTES,
            signals);

    assertThatThrownBy(() -> run.run(true))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.TERMINATED));
    assertThat(outputs).isEmptyDirectory();
    assertThat(signals.handlers()).isZero();
  }

  /** The line may come too late to be shown, so it is tried until it was. */
  @Test
  void theOldFileOutlivesARunThatIsInterruptedWhileItVerifies() throws IOException {
    Path outputs = Files.createDirectory(folder.resolve("out"));
    Path out = outputs.resolve("m.gguf");
    Conversion conversion = conversion();
    boolean interrupted = false;
    while (!interrupted) {
      Files.writeString(out, "old");
      PrintWriter err = new PrintWriter(new Interrupting(Thread.currentThread()));
      ConversionRun run =
          new ConversionRun(
              conversion, out, err, ConversionRun.Display.PROGRESS, new FakeSignals());
      try {
        run.run(true);
      } catch (CommandException e) {
        assertThat(e.code()).isEqualTo(ExitCode.INTERRUPTED);
        interrupted = true;
      }
    }
    assertThat(out).hasContent("old");
    try (Stream<Path> files = Files.list(outputs)) {
      assertThat(files).containsExactly(out);
    }
  }

  /** Does what a signal does as soon as verifying is shown. */
  private static final class Interrupting extends StringWriter {
    private final Thread worker;

    Interrupting(Thread worker) {
      this.worker = worker;
    }

    @Override
    public void write(String text, int from, int length) {
      if (text.contains("verifying")) {
        worker.interrupt();
      }
    }
  }

  @Test
  void aTerminalShowsHowFarItIs() throws IOException {
    StringWriter err = new StringWriter();
    ConversionRun run =
        new ConversionRun(
            conversion(),
            folder.resolve("m.gguf"),
            new PrintWriter(err),
            ConversionRun.Display.PROGRESS,
            new FakeSignals());
    assertThat(run.run(true)).contains("verified: 0 of ");
  }

  @Test
  void progressTellsShareSpeedAndTimeLeft() {
    Transfer transfer = new Transfer("writing", 4_000, 1e6, 0);
    transfer.moveTo(1_000);
    assertThat(transfer.line(2_000_000_000L)).isEqualTo("writing: 25 %, 500 MB/s, 6 s left");
    transfer.moveTo(3_000);
    assertThat(transfer.line(300_000_000_000L))
        .isEqualTo("writing: 75 %, 10 MB/s, 1 min 40 s left");
  }
}
