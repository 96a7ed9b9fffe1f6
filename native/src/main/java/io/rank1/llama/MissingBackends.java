package io.rank1.llama;

import com.sun.jna.NativeLibrary;
import io.rank1.llama.library.BackendFiles;
import io.rank1.llama.library.LibraryNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells why backends that lie in a folder are not loaded: ggml passes them over without a word, for
 * example when the CUDA runtime that they need is not installed.
 */
final class MissingBackends {

  /** How the devices of a backend are called; of those that are not here nothing is known. */
  private static final Map<String, String> DEVICES =
      Map.of("cuda", "CUDA", "hip", "ROCm", "vulkan", "Vulkan");

  private MissingBackends() {}

  /** One line for each backend of these that has no device, with the loader's words. */
  static List<String> among(BackendFiles files, LibraryNames names, List<Device> devices) {
    List<String> problems = new ArrayList<>();
    for (String kind : files.gpuKinds()) {
      String prefix = DEVICES.get(kind);
      if (prefix != null && devices.stream().noneMatch(d -> d.name().startsWith(prefix))) {
        problems.add(problem(files.folder(), kind, names));
      }
    }
    return List.copyOf(problems);
  }

  private static String problem(Path folder, String kind, LibraryNames names) {
    try {
      Optional<Path> file = file(folder, kind, names);
      if (file.isEmpty()) {
        return "the " + kind + " backend is gone from " + folder;
      }
      NativeLibrary.getInstance(file.get().toString());
      return file.get() + " finds no device: is there one, and its driver?";
    } catch (UnsatisfiedLinkError e) {
      return "the " + kind + " backend cannot be loaded: " + LibraryLoader.loadersWords(e);
    } catch (IOException e) {
      return "the " + kind + " backend in " + folder + " cannot be read: " + e.getMessage();
    }
  }

  private static Optional<Path> file(Path folder, String kind, LibraryNames names)
      throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file -> names.backendKind(file.getFileName().toString()).equals(Optional.of(kind)))
          .sorted()
          .findFirst();
    }
  }
}
