package io.rank1.llama.runtime;

import io.rank1.llama.LlamaRuntime;
import io.rank1.llama.RuntimeUnusableException;
import io.rank1.llama.library.InstalledRuntime;
import io.rank1.llama.library.InstalledRuntimes;
import io.rank1.llama.library.LibraryException;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeFolder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the llama.cpp that a name stands for: {@code embedded}, {@code auto}, the name of an
 * installed one, or a folder. What is named is used or is an error; only {@code auto} passes over
 * what does not work.
 */
public final class RuntimeChoice {

  /** The one that comes with the build. */
  public static final String EMBEDDED = "embedded";

  /**
   * An installed one with a GPU that works, else an installed one for the processor, else the
   * embedded one.
   */
  public static final String AUTO = "auto";

  private final InstalledRuntimes installed;
  private final LibraryNames names;
  private final RuntimeProbe probe;

  /**
   * @param installed what {@code auto} and names are looked for in
   * @param names how libraries are named here
   * @param probe tries an installed one before this process is tied to it
   */
  public RuntimeChoice(InstalledRuntimes installed, LibraryNames names, RuntimeProbe probe) {
    this.installed = installed;
    this.names = names;
    this.probe = probe;
  }

  /** The choice among what this process's user has. */
  public static RuntimeChoice ofThisUser() {
    return new RuntimeChoice(
        InstalledRuntimes.ofThisUser(),
        LibraryNames.ofThisSystem(),
        ChildProcessProbe.ofThisJava());
  }

  /**
   * The folder of the llama.cpp that a name stands for; empty for the embedded one.
   *
   * @param name {@link #EMBEDDED}, {@link #AUTO}, an installed one's name, or a folder
   * @throws RuntimeUnusableException when there is no such, or no libraries in it
   */
  public Optional<RuntimeFolder> find(String name) {
    try {
      return switch (name) {
        case EMBEDDED -> Optional.empty();
        case AUTO -> best();
        default -> Optional.of(RuntimeFolder.find(folder(name), names));
      };
    } catch (LibraryException e) {
      throw new RuntimeUnusableException(e.getMessage(), e);
    }
  }

  /**
   * Loads the llama.cpp that a name stands for.
   *
   * @throws RuntimeUnusableException when it cannot be found or loaded
   */
  public LlamaRuntime load(String name) {
    return find(name).map(LlamaRuntime::load).orElseGet(LlamaRuntime::embedded);
  }

  private Path folder(String name) {
    Optional<InstalledRuntime> named = installed.find(name);
    if (named.isPresent()) {
      return named.get().folder();
    }
    try {
      Path folder = Path.of(name);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      throw new LibraryException("not a name or folder of a llama.cpp: " + name, e);
    }
    List<String> known = installed.list().stream().map(InstalledRuntime::name).toList();
    throw new LibraryException(
        "no llama.cpp of the name "
            + name
            + " in "
            + installed.root()
            + (known.isEmpty() ? ", where none is installed" : ", where there are " + known)
            + ", and no such folder");
  }

  private Optional<RuntimeFolder> best() {
    // Made here: the command line sets the level before the first logger exists.
    Logger log = LoggerFactory.getLogger(RuntimeChoice.class);
    List<RuntimeFolder> forProcessors = new ArrayList<>();
    for (InstalledRuntime runtime : installed.list()) {
      RuntimeFolder folder;
      try {
        folder = RuntimeFolder.find(runtime.folder(), names);
      } catch (LibraryException e) {
        log.warn("{} is passed over: {}", runtime.name(), e.getMessage());
        continue;
      }
      if (folder.backends().gpuKinds().isEmpty()) {
        forProcessors.add(folder);
        continue;
      }
      ProbeReport report = probe.run(Optional.of(folder), Optional.empty());
      if (report.hasGpu()) {
        return Optional.of(folder);
      }
      log.info("{} is passed over: {}", runtime.name(), report.problem());
    }
    for (RuntimeFolder folder : forProcessors) {
      ProbeReport report = probe.run(Optional.of(folder), Optional.empty());
      if (report.isUsable()) {
        return Optional.of(folder);
      }
      log.warn("{} is passed over: {}", folder.folder(), report.problem());
    }
    return Optional.empty();
  }
}
