package io.rank1.llama.runtime;

import io.rank1.llama.LlamaRuntime;
import io.rank1.llama.RuntimeUntriedException;
import io.rank1.llama.RuntimeUnusableException;
import io.rank1.llama.library.InstalledRuntime;
import io.rank1.llama.library.InstalledRuntimes;
import io.rank1.llama.library.LibraryException;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeFolder;
import io.rank1.llama.runtime.ChosenRuntime.PassedOver;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the llama.cpp that a name stands for: {@code embedded}, {@code auto}, the name of an
 * installed one, or a folder. What is named is used or is an error; only {@code auto} passes over
 * what does not work, and tells of it in {@link ChosenRuntime#passedOver}. Safe for use by several
 * threads.
 */
public final class RuntimeChoice {

  /** What {@code auto} does about an installed llama.cpp with a GPU that it cannot try. */
  public enum Untried {
    /** Ends with {@link RuntimeUntriedException}. */
    FAIL,
    /** Passes over it, as over one that does not work. */
    PASS_OVER
  }

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
   * Chooses the llama.cpp that a name stands for, without loading it into this process. For {@link
   * #AUTO} the installed ones are tried, each in a process of its own.
   *
   * @param name {@link #EMBEDDED}, {@link #AUTO}, an installed one's name, or a folder
   * @throws RuntimeUntriedException when {@code auto} cannot try one with a GPU, or the calling
   *     thread is interrupted
   * @throws RuntimeUnusableException when there is no such, or no libraries in it
   */
  public ChosenRuntime choose(String name) {
    return choose(name, Untried.FAIL);
  }

  /**
   * Chooses as {@link #choose(String)} does.
   *
   * @param untried what to do about one with a GPU that cannot be tried
   */
  public ChosenRuntime choose(String name, Untried untried) {
    try {
      return switch (name) {
        case EMBEDDED -> new ChosenRuntime(EMBEDDED, Optional.empty(), List.of());
        case AUTO -> best(untried);
        default ->
            new ChosenRuntime(
                name, Optional.of(RuntimeFolder.find(folder(name), names)), List.of());
      };
    } catch (LibraryException e) {
      throw new RuntimeUnusableException(e.getMessage(), e);
    }
  }

  /**
   * Loads the llama.cpp that a name stands for. What {@code auto} passes over is logged as a
   * warning; {@link #choose(String)} returns it.
   *
   * @throws RuntimeUntriedException as {@link #choose(String)} does
   * @throws RuntimeUnusableException when it cannot be found or loaded
   */
  public LlamaRuntime load(String name) {
    ChosenRuntime chosen = choose(name);
    Logger log = LoggerFactory.getLogger(RuntimeChoice.class);
    chosen.notes().forEach(log::warn);
    return chosen.load();
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

  private ChosenRuntime best(Untried untried) {
    List<PassedOver> passedOver = new ArrayList<>();
    Map<String, RuntimeFolder> forProcessors = new LinkedHashMap<>();
    for (InstalledRuntime runtime : installed.list()) {
      RuntimeFolder folder;
      try {
        folder = RuntimeFolder.find(runtime.folder(), names);
      } catch (LibraryException e) {
        passedOver.add(new PassedOver(runtime.name(), e.getMessage()));
        continue;
      }
      if (folder.backends().gpuKinds().isEmpty()) {
        forProcessors.put(runtime.name(), folder);
        continue;
      }
      ProbeReport report = probed(runtime.name(), folder);
      if (report.hasGpu()) {
        return new ChosenRuntime(runtime.name(), Optional.of(folder), passedOver);
      }
      if (!report.wasTried() && untried == Untried.FAIL) {
        throw new RuntimeUntriedException(runtime.name(), report.problem());
      }
      passedOver.add(new PassedOver(runtime.name(), report.problem()));
    }
    for (Map.Entry<String, RuntimeFolder> runtime : forProcessors.entrySet()) {
      ProbeReport report = probed(runtime.getKey(), runtime.getValue());
      if (report.isUsable()) {
        return new ChosenRuntime(runtime.getKey(), Optional.of(runtime.getValue()), passedOver);
      }
      passedOver.add(new PassedOver(runtime.getKey(), report.problem()));
    }
    return new ChosenRuntime(EMBEDDED, Optional.empty(), passedOver);
  }

  private ProbeReport probed(String name, RuntimeFolder folder) {
    ProbeReport report = probe.run(Optional.of(folder), Optional.empty());
    if (!report.isUsable() && Thread.currentThread().isInterrupted()) {
      throw new RuntimeUntriedException(name, report.problem()); // it was given up, and is no worse
    }
    return report;
  }
}
