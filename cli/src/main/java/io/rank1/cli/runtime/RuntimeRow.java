package io.rank1.cli.runtime;

import io.rank1.llama.library.EmbeddedLibrary;
import io.rank1.llama.library.InstalledRuntime;
import io.rank1.llama.library.LibraryException;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeFolder;
import io.rank1.llama.runtime.ProbeReport;
import io.rank1.llama.runtime.RuntimeChoice;
import io.rank1.llama.runtime.RuntimeProbe;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a llama.cpp.
 *
 * @param name what users call it
 * @param version its own or its package's, if known
 * @param backends what it computes on, as its files' names say
 * @param folder where it lies; nothing for the one inside the program
 * @param devices what it finds to compute on, a text for each
 * @param problem why it, or a backend of it, cannot be used
 */
public record RuntimeRow(
    String name,
    Optional<String> version,
    List<String> backends,
    Optional<Path> folder,
    List<String> devices,
    Optional<String> problem) {

  /** Validates and copies the components. */
  public RuntimeRow {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(problem, "problem");
    backends = List.copyOf(backends);
    devices = List.copyOf(devices);
  }

  /** The library inside the program, tried. */
  public static RuntimeRow embedded(RuntimeProbe probe) {
    ProbeReport report = probe.run(Optional.empty(), Optional.empty());
    return new RuntimeRow(
        RuntimeChoice.EMBEDDED,
        Optional.of(EmbeddedLibrary.BUILD),
        List.of("cpu"),
        Optional.empty(),
        report.devices(),
        problem(report));
  }

  /** An installed one; its files are looked for and tried. */
  public static RuntimeRow of(InstalledRuntime installed, LibraryNames names, RuntimeProbe probe) {
    try {
      RuntimeFolder folder = RuntimeFolder.find(installed.folder(), names);
      ProbeReport report = probe.run(Optional.of(folder), Optional.empty());
      return row(installed, folder.backends().kinds(), report.devices(), problem(report));
    } catch (LibraryException e) {
      return row(installed, List.of(), List.of(), Optional.of(e.getMessage()));
    }
  }

  private static Optional<String> problem(ProbeReport report) {
    return report.isUsable() && report.missing().isEmpty()
        ? Optional.empty()
        : Optional.of(report.problem());
  }

  private static RuntimeRow row(
      InstalledRuntime installed,
      List<String> backends,
      List<String> devices,
      Optional<String> problem) {
    return new RuntimeRow(
        installed.name(),
        installed.version(),
        backends,
        Optional.of(installed.folder()),
        devices,
        problem);
  }
}
