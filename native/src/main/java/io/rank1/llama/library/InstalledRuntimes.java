package io.rank1.llama.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The llama.cpps in a folder of the user's, each in a folder with its name. What is not whole has a
 * name that no installation can have.
 */
public final class InstalledRuntimes {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Path root;

  /**
   * @param root the folder; made when needed
   */
  public InstalledRuntimes(Path root) {
    this.root = root.toAbsolutePath();
  }

  /**
   * The part for runtimes of the user's data folder by the platform's custom.
   *
   * @param env the process's environment
   * @param osName as in the system property {@code os.name}
   * @param home the user's home folder
   * @throws LibraryException when a variable names no folder
   */
  public static InstalledRuntimes forUser(Map<String, String> env, String osName, Path home) {
    String own = env.getOrDefault("RANK1_DATA", "");
    String xdg = env.getOrDefault("XDG_DATA_HOME", "");
    String local = env.getOrDefault("LOCALAPPDATA", "");
    String os = osName.toLowerCase(Locale.ROOT);
    Path folder;
    try {
      if (!own.isEmpty()) {
        folder = Path.of(own);
      } else if (os.startsWith("mac")) {
        folder = home.resolve("Library/Application Support/rank1");
      } else if (os.startsWith("windows") && !local.isEmpty()) {
        folder = Path.of(local, "rank1");
      } else {
        folder = (xdg.isEmpty() ? home.resolve(".local/share") : Path.of(xdg)).resolve("rank1");
      }
    } catch (InvalidPathException e) {
      throw new LibraryException("not a folder name: " + e.getInput() + "; correct RANK1_DATA", e);
    }
    return new InstalledRuntimes(folder.resolve("runtimes"));
  }

  /** The folder of this process's user on this platform, as {@link #forUser} says. */
  public static InstalledRuntimes ofThisUser() {
    return forUser(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  /** The folder that holds them. */
  public Path root() {
    return root;
  }

  /**
   * All of them, by name.
   *
   * @throws LibraryException when the folder cannot be read
   */
  public List<InstalledRuntime> list() {
    return Listing.names(root).stream().flatMap(name -> find(name).stream()).toList();
  }

  /** The one of a name, if it is there. */
  public Optional<InstalledRuntime> find(String name) {
    if (!NAME.matcher(name).matches() || !Files.isDirectory(root.resolve(name))) {
      return Optional.empty();
    }
    Path folder = root.resolve(name);
    return Optional.of(new InstalledRuntime(name, folder, InstallNote.version(folder)));
  }

  /**
   * Deletes the one of a name; killed half-way it does not look installed.
   *
   * @return what it was; nothing when there was none
   * @throws LibraryException when it cannot be deleted
   */
  public Optional<InstalledRuntime> remove(String name) {
    Optional<InstalledRuntime> installed = find(name);
    installed.ifPresent(this::delete);
    return installed;
  }

  private void delete(InstalledRuntime installed) {
    try (Workspace workspace = Workspace.in(root)) {
      workspace.takeAway(installed.folder());
    } catch (IOException e) {
      throw new LibraryException("cannot remove " + installed.folder() + ": " + Problem.of(e), e);
    }
  }
}
