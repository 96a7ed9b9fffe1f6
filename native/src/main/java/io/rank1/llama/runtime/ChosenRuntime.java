package io.rank1.llama.runtime;

import io.rank1.llama.LlamaRuntime;
import io.rank1.llama.library.BackendFiles;
import io.rank1.llama.library.RuntimeFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The llama.cpp that {@link RuntimeChoice} found, not loaded yet.
 *
 * @param name what it is called: {@link RuntimeChoice#EMBEDDED}, an installed one's name, or a
 *     folder
 * @param folder its libraries; empty for the embedded one
 * @param passedOver the installed ones that {@code auto} would rather have taken or had to try
 *     before, in the order in which it tried them
 */
public record ChosenRuntime(
    String name, Optional<RuntimeFolder> folder, List<PassedOver> passedOver) {

  /**
   * An installed llama.cpp that is not taken.
   *
   * @param name what it is called
   * @param reason why it cannot be used, or that it finds no GPU, in one line
   */
  public record PassedOver(String name, String reason) {

    public PassedOver {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(reason, "reason");
    }
  }

  public ChosenRuntime {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(folder, "folder");
    passedOver = List.copyOf(passedOver);
  }

  /**
   * Loads it into this process.
   *
   * @throws io.rank1.llama.RuntimeUnusableException when it cannot be loaded, or this process has
   *     loaded another
   */
  public LlamaRuntime load() {
    return folder.map(LlamaRuntime::load).orElseGet(LlamaRuntime::embedded);
  }

  /**
   * What a person should know of the choice, one line per fact; empty when nothing was passed over.
   */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (PassedOver runtime : passedOver) {
      notes.add("the installed llama.cpp " + runtime.name + " is passed over: " + runtime.reason);
    }
    if (!notes.isEmpty()) {
      notes.add("the llama.cpp in use is " + describe());
    }
    return notes;
  }

  private String describe() {
    if (folder.isEmpty()) {
      return "the embedded one, " + LlamaRuntime.embeddedBuild() + ", on the CPU";
    }
    BackendFiles backends = folder.get().backends();
    boolean onCpu = !backends.kinds().isEmpty() && backends.gpuKinds().isEmpty();
    return name + (onCpu ? ", on the CPU" : "");
  }
}
