package io.rank1.cli.runtime;

import io.rank1.llama.library.EmbeddedLibrary;
import io.rank1.llama.library.InstalledRuntime;
import io.rank1.llama.library.LibraryException;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a llama.cpp without loading it.
 *
 * @param name what users call it
 * @param version its own or its package's, if known
 * @param backends what it computes on, as its files' names say
 * @param folder where it lies; nothing for the one inside the program
 * @param problem why it cannot be used, if it is clear already
 */
public record RuntimeRow(
    String name,
    Optional<String> version,
    List<String> backends,
    Optional<Path> folder,
    Optional<String> problem) {

  /** Validates and copies the components. */
  public RuntimeRow {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(problem, "problem");
    backends = List.copyOf(backends);
  }

  /** The library inside the program. */
  public static RuntimeRow embedded() {
    return new RuntimeRow(
        "embedded",
        Optional.of(EmbeddedLibrary.BUILD),
        List.of("cpu"),
        Optional.empty(),
        Optional.empty());
  }

  /** An installed one; its files are looked for. */
  public static RuntimeRow of(InstalledRuntime installed, LibraryNames names) {
    List<String> backends = List.of();
    Optional<String> problem = Optional.empty();
    try {
      backends = RuntimeFolder.find(installed.folder(), names).backends().kinds();
    } catch (LibraryException e) {
      problem = Optional.of(e.getMessage());
    }
    return new RuntimeRow(
        installed.name(), installed.version(), backends, Optional.of(installed.folder()), problem);
  }
}
