package io.rank1.cli.models;

import io.rank1.cli.batch.Progress;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.runtime.RuntimeProblem;
import io.rank1.cli.signal.Interruptible;
import io.rank1.cli.signal.Signals;
import io.rank1.core.files.LinkTarget;
import io.rank1.llama.QuantizeType;
import io.rank1.llama.runtime.ModelProcessException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Quantizes a model under a temporary name and moves it into place.
 *
 * @param type what to make of the model
 * @param work makes it
 */
public record QuantizeRun(QuantizeType type, Work work) {

  /** Quantizes. */
  @FunctionalInterface
  public interface Work {

    /**
     * @param out the file to write
     * @param progress told of tensors as "12/339"
     * @throws ModelProcessException when the model or llama.cpp cannot be used
     * @throws InterruptedException when the calling thread is interrupted
     */
    void quantize(Path in, Path out, Consumer<String> progress) throws InterruptedException;
  }

  /**
   * Does the work. After an exception nothing is left behind, and a file that was there is as it
   * was.
   *
   * @param terminal where a line of progress is shown, if anywhere
   * @param signals what asks the process to end
   * @return what was done, in one line
   * @throws CommandException when the model or llama.cpp cannot be used, or the process is told to
   *     end
   * @throws IOException when a file cannot be read or written
   */
  public String run(Path in, Path out, Optional<PrintWriter> terminal, Signals signals)
      throws IOException {
    long start = System.nanoTime();
    try {
      return Interruptible.run(
          signals,
          () -> {
            write(in, out, terminal);
            return report(out, start);
          });
    } catch (ModelProcessException e) {
      throw new CommandException(ExitCode.UNUSABLE, RuntimeProblem.lineOfModel(e), e);
    }
  }

  private void write(Path in, Path out, Optional<PrintWriter> terminal)
      throws InterruptedException, IOException {
    Path place = LinkTarget.of(out);
    Path part = place.resolveSibling(place.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      quantize(in, part, terminal);
      force(part);
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private String report(Path out, long start) throws IOException {
    return String.format(
        Locale.ROOT,
        "%s: %s, %s in %.1f s",
        out,
        type,
        Gigabytes.of(Files.size(out)),
        (System.nanoTime() - start) / 1e9);
  }

  private void quantize(Path in, Path part, Optional<PrintWriter> terminal)
      throws InterruptedException {
    AtomicReference<String> tensor = new AtomicReference<>("");
    Optional<Progress> progress = terminal.map(Progress::new);
    try {
      progress.ifPresent(line -> line.start(() -> "rank1: quantizing: tensor " + tensor.get()));
      work.quantize(in, part, tensor::set);
    } finally {
      progress.ifPresent(Progress::close);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
