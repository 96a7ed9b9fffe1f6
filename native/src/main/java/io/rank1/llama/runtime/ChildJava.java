package io.rank1.llama.runtime;

import io.rank1.core.resource.TemporaryFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a command that reports by {@link ProbeLine}s, and is there to be ended by llama.cpp in this
 * process's stead. Safe for use by several threads.
 */
final class ChildJava {

  /**
   * How it went.
   *
   * @param lines what it wrote on standard output
   * @param failure what it said that went wrong, or how it was ended; empty when all is well
   */
  record Outcome(List<String> lines, Optional<String> failure) {}

  private static final long POLL_MILLIS = 100;

  private final List<String> command;
  private final Duration limit;

  /**
   * @param command what the arguments are appended to
   * @param limit after which it is ended
   */
  ChildJava(List<String> command, Duration limit) {
    this.command = List.copyOf(command);
    this.limit = limit;
  }

  /** Runs the Java and the class path of this process. */
  static ChildJava of(Class<?> main, Duration limit) {
    return new ChildJava(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()),
        limit);
  }

  /**
   * Runs it to its end; it does not outlive this call.
   *
   * @param listener told of every line on standard output while it runs, on the calling thread
   * @throws IOException when it cannot be started
   */
  Outcome run(List<String> arguments, Consumer<String> listener)
      throws IOException, InterruptedException {
    Path folder = TemporaryFolder.ofThisUser();
    Path out = Files.createTempFile(folder, "rank1-child", ".out");
    Path err = Files.createTempFile(folder, "rank1-child", ".err");
    try {
      List<String> whole = new ArrayList<>(command);
      whole.addAll(arguments);
      Process process =
          new ProcessBuilder(whole)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try {
        List<String> lines = new ArrayList<>();
        return follow(process, out, lines, listener)
            ? outcome(lines, err, process.exitValue())
            : new Outcome(lines, Optional.of("no answer within " + limit.toSeconds() + " s"));
      } finally {
        process.destroyForcibly(); // it has ended, or nobody waits for it any more
        process.getOutputStream().close(); // open until now: a child can see our end by its own
      }
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  /** Collects lines until the end or the limit; whether it was the end. */
  private boolean follow(Process process, Path out, List<String> lines, Consumer<String> listener)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (RandomAccessFile file = new RandomAccessFile(out.toFile(), "r")) {
      boolean ended = false;
      while (!ended) {
        ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        for (String line = line(file, ended); line != null; line = line(file, ended)) {
          lines.add(line);
          listener.accept(line);
        }
        if (!ended && System.nanoTime() - start > limit.toNanos()) {
          return false;
        }
      }
      return true;
    }
  }

  /** The next line, or null if there is none yet; the last one may lack its end. */
  private static String line(RandomAccessFile file, boolean last) throws IOException {
    long start = file.getFilePointer();
    byte[] bytes = new byte[(int) Math.min(1 << 16, file.length() - start)];
    file.readFully(bytes);
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    boolean whole = end < bytes.length;
    if (!whole && (!last || end == 0)) {
      file.seek(start);
      return null;
    }
    file.seek(start + end + (whole ? 1 : 0));
    // What a dying process leaves need not be UTF-8.
    String line = new String(bytes, 0, end, StandardCharsets.UTF_8);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static Outcome outcome(List<String> lines, Path err, int exit) throws IOException {
    Optional<String> failure = ProbeLine.FAILURE.firstIn(lines);
    if (failure.isEmpty() && ProbeLine.END.firstIn(lines).isEmpty()) {
      // Java itself ends with 1, and names a signal by more than 128.
      String ended = exit == 1 ? "cannot start the trial" : "llama.cpp ended the process";
      String words = new String(Files.readAllBytes(err), StandardCharsets.UTF_8);
      failure = Optional.of(ended + " (" + exit + ")" + lastWords(words.lines().toList()));
    }
    return new Outcome(lines, failure);
  }

  /** An assertion's text, or the last line that is one. */
  private static String lastWords(List<String> err) {
    return err.stream()
        .filter(line -> line.contains("GGML_ASSERT") || line.contains("terminate called"))
        .findFirst()
        .or(() -> err.stream().filter(line -> !line.isBlank()).reduce((a, b) -> b))
        .map(line -> ": " + line.strip())
        .orElse("");
  }
}
