package io.rank1.cli.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The jar in a process of its own, as users run it. */
final class JarProcess {

  /** What a process left behind. */
  record Ended(int code, String out, String err) {}

  private final Path folder;

  JarProcess(Path folder) {
    this.folder = folder;
  }

  ProcessBuilder builder(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(System.getProperty("rank1.jar"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("RANK1_MODEL");
    builder.environment().remove("RANK1_RUNTIME");
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /** Runs to the end. */
  Ended run(String... args) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        builder(args).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return ended(process, Files.readString(awaitEnd(process, out)), err);
  }

  static Ended ended(Process process, String out, Path err)
      throws IOException, InterruptedException {
    awaitEnd(process, err);
    return new Ended(process.exitValue(), out, Files.readString(err, StandardCharsets.UTF_8));
  }

  private static Path awaitEnd(Process process, Path file) throws InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the process ends").isTrue();
    return file;
  }
}
