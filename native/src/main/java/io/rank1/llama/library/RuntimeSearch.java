package io.rank1.llama.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for llama.cpp's libraries in and under a folder. */
final class RuntimeSearch {

  private final Path root;
  private final LibraryNames names;

  RuntimeSearch(Path root, LibraryNames names) {
    this.root = root;
    this.names = names;
  }

  RuntimeFolder find() {
    if (!Files.isDirectory(root)) {
      throw new LibraryException(root + " is not a folder; give one with llama.cpp's libraries");
    }
    List<Path> places = places();
    return places.stream()
        .flatMap(place -> in(place).stream())
        .findFirst()
        .orElseThrow(() -> nothing(places));
  }

  private List<Path> places() {
    List<Path> places = new ArrayList<>();
    places.add(root);
    Stream.of("lib", "bin", "build/bin").map(root::resolve).forEach(places::add);
    for (String bins : List.of("bins", "package/bins")) {
      Path parent = root.resolve(bins);
      List<String> found = Listing.names(parent);
      found.stream().map(parent::resolve).filter(Files::isDirectory).forEach(places::add);
      if (found.isEmpty()) {
        places.add(parent.resolve("*"));
      }
    }
    return places;
  }

  private Optional<RuntimeFolder> in(Path place) {
    return plainest(place, names::isLlama)
        .flatMap(
            llama ->
                plainest(place, names::isGgml)
                    .map(ggml -> new RuntimeFolder(place, llama, ggml, backends(ggml))));
  }

  /** {@code libllama.so} before {@code libllama.so.0} before {@code libllama.so.0.0.1234}. */
  private static Optional<Path> plainest(Path place, Predicate<String> wanted) {
    return Listing.names(place).stream()
        .filter(wanted)
        .min(Comparator.comparingInt(String::length))
        .map(place::resolve)
        .filter(Files::isRegularFile);
  }

  /** Beside ggml, or in a {@code libexec} beside its folder, which Homebrew links elsewhere. */
  private BackendFiles backends(Path ggml) {
    BackendFiles beside = BackendFiles.in(ggml.getParent(), names);
    return Stream.of(
            beside,
            BackendFiles.in(ggml.resolveSibling("../libexec").normalize(), names),
            BackendFiles.in(real(ggml).resolveSibling("../libexec").normalize(), names))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(beside);
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file; // it is only about one more place to look
    }
  }

  private LibraryException nothing(List<Path> places) {
    String lacking =
        places.stream().anyMatch(place -> plainest(place, names::isLlama).isPresent())
            ? "the llama library, but not the ggml library beside it"
            : "no llama library";
    return new LibraryException(
        "found "
            + lacking
            + "; give a folder that holds both, tried: "
            + places.stream().map(Path::toString).collect(Collectors.joining(", ")));
  }
}
