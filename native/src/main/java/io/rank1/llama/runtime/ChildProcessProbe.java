package io.rank1.llama.runtime;

import io.rank1.llama.library.RuntimeFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Loads a llama.cpp, and a model if there is one, in a Java process of its own: on a library or
 * file that it does not like, llama.cpp may end the process that it is in. Safe for use by several
 * threads.
 */
public final class ChildProcessProbe implements RuntimeProbe {

  private final List<String> java;
  private final Duration limit;

  ChildProcessProbe(List<String> java, Duration limit) {
    this.java = List.copyOf(java);
    this.limit = limit;
  }

  /** Runs the Java and the class path of this process. */
  public static ChildProcessProbe ofThisJava() {
    return new ChildProcessProbe(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ProbeMain.class.getName()),
        Duration.ofMinutes(5));
  }

  @Override
  public ProbeReport run(Optional<RuntimeFolder> folder, Optional<Path> model) {
    return run(
        folder.map(RuntimeFolder::folder).map(Path::toString).orElse(""),
        model.map(Path::toString).orElse(""));
  }

  private ProbeReport run(String folder, String model) {
    try {
      return attempt(folder, model);
    } catch (IOException e) {
      return ProbeReport.failed("cannot start a process to try llama.cpp in: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ProbeReport.failed("interrupted");
    }
  }

  private ProbeReport attempt(String folder, String model)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("rank1-probe", ".out");
    Path err = Files.createTempFile("rank1-probe", ".err");
    try {
      List<String> command = new ArrayList<>(java);
      command.addAll(List.of(folder, model));
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try {
        process.getOutputStream().close();
        return process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)
            ? report(lines(out), lines(err), process.exitValue())
            : ProbeReport.failed("no answer within " + limit.toSeconds() + " s");
      } finally {
        process.destroyForcibly(); // it has ended, or nobody waits for it any more
      }
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    // What a dying process leaves need not be UTF-8.
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }

  private static ProbeReport report(List<String> out, List<String> err, int exit) {
    List<String> gpus = ProbeLine.GPU.in(out);
    List<String> devices = new ArrayList<>(gpus);
    devices.addAll(ProbeLine.DEVICE.in(out));
    Optional<String> failure = ProbeLine.FAILURE.firstIn(out);
    if (failure.isEmpty() && ProbeLine.END.firstIn(out).isEmpty()) {
      // Java itself ends with 1, and names a signal by more than 128.
      String ended = exit == 1 ? "cannot start the trial" : "llama.cpp ended the process";
      failure = Optional.of(ended + " (" + exit + ")" + lastWords(err));
    }
    return new ProbeReport(
        ProbeLine.DESCRIPTION.firstIn(out),
        ProbeLine.LAYOUT.firstIn(out),
        devices,
        gpus.size(),
        ProbeLine.MISSING.in(out),
        ProbeLine.TRIAL.firstIn(out),
        failure);
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
