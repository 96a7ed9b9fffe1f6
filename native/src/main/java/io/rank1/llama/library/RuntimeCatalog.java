package io.rank1.llama.library;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The packages that can be installed on a platform.
 *
 * @param platform what to call it
 * @param packages by what they compute on
 */
public record RuntimeCatalog(String platform, Map<RuntimeBackend, RuntimePackage> packages) {

  /** Validates and copies the components. */
  public RuntimeCatalog {
    Objects.requireNonNull(platform, "platform");
    packages = Map.copyOf(packages);
  }

  /**
   * The packages that this version was made for.
   *
   * @param osName as in the system property {@code os.name}
   * @param osArch as in the system property {@code os.arch}
   */
  public static RuntimeCatalog forPlatform(String osName, String osArch) {
    return new RuntimeCatalog(
        osName + " on " + osArch,
        Arrays.stream(PinnedPackage.values())
            .filter(pinned -> pinned.isFor(osName, osArch))
            .collect(Collectors.toMap(PinnedPackage::backend, PinnedPackage::contents)));
  }

  /** The packages for this process's platform. */
  public static RuntimeCatalog ofThisPlatform() {
    return forPlatform(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /** The package for a backend, if there is one. */
  public Optional<RuntimePackage> find(RuntimeBackend backend) {
    return Optional.ofNullable(packages.get(backend));
  }

  /**
   * The package for a backend.
   *
   * @throws LibraryException when there is none; the message names what there is
   */
  public RuntimePackage require(RuntimeBackend backend) {
    return find(backend)
        .orElseThrow(
            () ->
                new LibraryException(
                    "cannot install "
                        + backend.label()
                        + " on "
                        + platform
                        + ": the hash of no such package is known"
                        + others()
                        + "; give any folder with llama.cpp's libraries, for example Homebrew's"
                        + " prefix, by --runtime DIR instead"));
  }

  private String others() {
    return packages.isEmpty()
        ? ""
        : ", only of "
            + new TreeMap<>(packages)
                .keySet().stream().map(RuntimeBackend::label).collect(Collectors.joining(", "));
  }
}
