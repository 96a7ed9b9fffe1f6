package io.rank1.llama.runtime;

import io.rank1.llama.library.RuntimeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Loads a llama.cpp, and a model if there is one, in a Java process of its own: on a library or
 * file that it does not like, llama.cpp may end the process that it is in. Safe for use by several
 * threads.
 */
public final class ChildProcessProbe implements RuntimeProbe {

  private final ChildJava java;

  ChildProcessProbe(ChildJava java) {
    this.java = java;
  }

  /** Runs the Java of this process, with the classes that it has, wherever they come from. */
  public static ChildProcessProbe ofThisJava() {
    return new ChildProcessProbe(ChildJava.of(ProbeMain.class, Duration.ofMinutes(5)));
  }

  @Override
  public ProbeReport run(Optional<RuntimeFolder> folder, Optional<Path> model) {
    List<String> arguments =
        List.of(
            folder.map(RuntimeFolder::folder).map(Path::toString).orElse(""),
            model.map(Path::toString).orElse(""));
    try {
      return report(java.run(arguments, line -> {}));
    } catch (IOException e) {
      return ProbeReport.untried("cannot start a process to try llama.cpp in: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ProbeReport.untried("interrupted");
    }
  }

  private static ProbeReport report(ChildJava.Outcome outcome) {
    List<String> out = outcome.lines();
    List<String> gpus = ProbeLine.GPU.in(out);
    List<String> devices = new ArrayList<>(gpus);
    devices.addAll(ProbeLine.DEVICE.in(out));
    return new ProbeReport(
        ProbeLine.DESCRIPTION.firstIn(out),
        ProbeLine.LAYOUT.firstIn(out),
        devices,
        gpus.size(),
        ProbeLine.MISSING.in(out),
        ProbeLine.TRIAL.firstIn(out),
        outcome.failure());
  }
}
