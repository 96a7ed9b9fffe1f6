package io.rank1.llama.library;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A folder with llama.cpp's shared libraries, found but not loaded.
 *
 * @param folder where the two main libraries lie
 * @param llama llama.cpp's main library
 * @param ggml ggml's main library, which loads the backends
 * @param backends the backends for it
 */
public record RuntimeFolder(Path folder, Path llama, Path ggml, BackendFiles backends) {

  /**
   * Validates the components.
   *
   * @throws IllegalArgumentException if a library lies elsewhere
   */
  public RuntimeFolder {
    Objects.requireNonNull(backends, "backends");
    if (!folder.equals(llama.getParent()) || !folder.equals(ggml.getParent())) {
      throw new IllegalArgumentException(llama + " and " + ggml + " do not lie in " + folder);
    }
  }

  /**
   * The library with what ggml's main one is built upon, on Windows, where the loader looks a
   * function up in one library only; elsewhere, and where there is none, nothing.
   */
  public Optional<Path> base() {
    return Listing.names(folder).stream()
        .filter(LibraryNames.WINDOWS::isBase)
        .findFirst()
        .map(folder::resolve);
  }

  /**
   * Looks for the libraries where builds, releases, Homebrew and npm packages put them: in a folder
   * itself, in {@code lib}, {@code bin}, {@code build/bin}, {@code bins/*} and {@code
   * package/bins/*}, in this order. Of several versions the plainest name is taken.
   *
   * @return with absolute paths
   * @throws LibraryException when there are none; the message names every folder that was tried
   */
  public static RuntimeFolder find(Path dir, LibraryNames names) {
    return new RuntimeSearch(dir.toAbsolutePath().normalize(), names).find();
  }
}
