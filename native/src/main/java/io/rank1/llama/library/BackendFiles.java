package io.rank1.llama.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The backends that ggml can load: for processors, graphics cards, and others.
 *
 * @param folder where their libraries lie
 * @param kinds what they compute on, as their files' names say ({@code cpu}, {@code cuda}), sorted;
 *     empty where they are built into ggml
 */
public record BackendFiles(Path folder, List<String> kinds) {

  private static final Set<String> GPU_KINDS =
      Set.of("cann", "cuda", "hip", "metal", "musa", "opencl", "sycl", "vulkan");

  /** Validates and copies the components. */
  public BackendFiles {
    Objects.requireNonNull(folder, "folder");
    kinds = List.copyOf(kinds);
  }

  /** The backends in a folder. */
  static BackendFiles in(Path folder, LibraryNames names) {
    return new BackendFiles(
        folder,
        Listing.names(folder).stream()
            .flatMap(name -> names.backendKind(name).stream())
            .distinct()
            .sorted()
            .toList());
  }

  /** Those among the kinds that are for graphics cards. */
  public List<String> gpuKinds() {
    return kinds.stream().filter(GPU_KINDS::contains).toList();
  }

  boolean isEmpty() {
    return kinds.isEmpty();
  }
}
