package io.rank1.llama.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Installs packages with llama.cpp for a user. A package is verified before it is unpacked, and
 * unpacked aside before it takes its place; one that is there stays until then.
 */
public final class RuntimeInstaller {

  private final InstalledRuntimes installed;
  private final RuntimeCatalog catalog;
  private final PackageSource source;

  /**
   * @param installed where to
   * @param catalog which packages
   * @param source where they come from
   */
  public RuntimeInstaller(
      InstalledRuntimes installed, RuntimeCatalog catalog, PackageSource source) {
    this.installed = Objects.requireNonNull(installed, "installed");
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    this.source = Objects.requireNonNull(source, "source");
  }

  /** Installs this platform's packages for this process's user, fetched by npm. */
  public static RuntimeInstaller ofThisUser() {
    return new RuntimeInstaller(
        InstalledRuntimes.ofThisUser(), RuntimeCatalog.ofThisPlatform(), NpmClient.onPath());
  }

  /** What is installed. */
  public InstalledRuntimes installed() {
    return installed;
  }

  /**
   * Fetches and installs a package under its backend's name.
   *
   * @param progress told what happens, in lines
   * @throws LibraryException when there is no package, or it cannot be fetched, is not the one
   *     expected, or cannot be unpacked
   */
  public InstalledRuntime install(RuntimeBackend backend, Consumer<String> progress) {
    RuntimePackage wanted = catalog.require(backend);
    return working(
        workspace -> {
          progress.accept("fetching " + wanted.spec() + " with npm");
          Path file = fetch(wanted, workspace.folder("fetched"), backend);
          return place(backend, wanted, file, workspace, progress);
        });
  }

  /**
   * Installs a package that was carried over.
   *
   * @param file the packed file, as {@code npm pack} wrote it
   * @param progress told what happens, in lines
   * @throws LibraryException when there is no package, or it is not the one expected, or cannot be
   *     unpacked
   */
  public InstalledRuntime install(RuntimeBackend backend, Path file, Consumer<String> progress) {
    RuntimePackage wanted = catalog.require(backend);
    return working(workspace -> place(backend, wanted, file, workspace, progress));
  }

  /** What is done with a workspace. */
  private interface Work {
    InstalledRuntime in(Workspace workspace) throws IOException;
  }

  private InstalledRuntime working(Work work) {
    try (Workspace workspace = Workspace.in(installed.root())) {
      return work.in(workspace);
    } catch (IOException e) {
      throw new LibraryException(
          "cannot install to "
              + installed.root()
              + " (set RANK1_DATA to a folder that can be written): "
              + Problem.of(e),
          e);
    }
  }

  private Path fetch(RuntimePackage wanted, Path folder, RuntimeBackend backend) {
    try {
      return source.fetch(wanted, folder);
    } catch (IOException e) {
      throw new LibraryException(
          "cannot fetch "
              + wanted.spec()
              + ": "
              + e.getMessage()
              + "; run '"
              + wanted.packCommand()
              + "' where it works, carry the file over, and use 'rank1 runtime install "
              + backend.label()
              + " --from FILE'",
          e);
    }
  }

  private InstalledRuntime place(
      RuntimeBackend backend,
      RuntimePackage wanted,
      Path file,
      Workspace workspace,
      Consumer<String> progress)
      throws IOException {
    progress.accept("verifying " + file.getFileName());
    wanted.verify(file);
    progress.accept("unpacking " + wanted.spec());
    Path whole = workspace.folder(backend.label());
    unpack(file, whole);
    InstallNote.write(whole, wanted);
    Path place = installed.root().resolve(backend.label());
    workspace.moveOut(whole, place);
    return new InstalledRuntime(backend.label(), place, InstallNote.version(place));
  }

  private static void unpack(Path file, Path whole) {
    LibraryNames names = LibraryNames.ofThisSystem();
    try {
      new PackageUnpacker(names).unpack(file, whole);
    } catch (IOException e) {
      throw new LibraryException("cannot unpack " + file + ": " + Problem.of(e), e);
    }
    try {
      RuntimeFolder.find(whole, names);
    } catch (LibraryException e) {
      throw new LibraryException(file + " holds no llama.cpp for this system", e);
    }
  }
}
