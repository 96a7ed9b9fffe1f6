package io.rank1.llama.library;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A llama.cpp in the user's data folder.
 *
 * @param name what users call it
 * @param folder what {@link RuntimeFolder#find} takes
 * @param version the package's, if it was installed from one
 */
public record InstalledRuntime(String name, Path folder, Optional<String> version) {

  /** Validates the components. */
  public InstalledRuntime {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(version, "version");
  }
}
