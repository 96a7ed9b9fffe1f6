package io.rank1.llama;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The shared libraries of a llama.cpp that is loaded from a folder.
 *
 * @param llama the library with {@code llama_*}
 * @param ggml the library with the registry of backends
 * @param base the library with {@code ggml_backend_dev_*}, where the loader does not find that
 *     through ggml's dependencies (Windows)
 * @param backends the folder of the backends' libraries
 */
public record LibraryFiles(Path llama, Path ggml, Optional<Path> base, Path backends) {

  public LibraryFiles {
    Objects.requireNonNull(llama, "llama");
    Objects.requireNonNull(ggml, "ggml");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(backends, "backends");
  }
}
