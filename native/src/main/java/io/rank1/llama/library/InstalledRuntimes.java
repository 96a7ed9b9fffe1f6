package io.rank1.llama.library;

import io.rank1.core.resource.UserHome;
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

  private final Optional<Path> root;

  /**
   * @param root the folder; made when needed
   */
  public InstalledRuntimes(Path root) {
    this(Optional.of(root));
  }

  private InstalledRuntimes(Optional<Path> root) {
    this.root = root.map(Path::toAbsolutePath);
  }

  /**
   * The part for runtimes of the user's data folder by the platform's custom.
   *
   * @param env the process's environment
   * @param osName as in the system property {@code os.name}
   * @param home the user's home folder, if there is one; where it is needed and is not there,
   *     nothing is installed and nothing can be
   * @throws LibraryException when a variable names no folder
   */
  public static InstalledRuntimes forUser(
      Map<String, String> env, String osName, Optional<Path> home) {
    String own = env.getOrDefault("RANK1_DATA", "");
    String xdg = env.getOrDefault("XDG_DATA_HOME", "");
    String local = env.getOrDefault("LOCALAPPDATA", "");
    String os = osName.toLowerCase(Locale.ROOT);
    Optional<Path> folder;
    try {
      if (!own.isEmpty()) {
        folder = Optional.of(Path.of(own));
      } else if (os.startsWith("mac")) {
        folder = home.map(at -> at.resolve("Library/Application Support/rank1"));
      } else if (os.startsWith("windows") && !local.isEmpty()) {
        folder = Optional.of(Path.of(local, "rank1"));
      } else if (!xdg.isEmpty()) {
        folder = Optional.of(Path.of(xdg, "rank1"));
      } else {
        folder = home.map(at -> at.resolve(".local/share/rank1"));
      }
    } catch (InvalidPathException e) {
      throw new LibraryException("not a folder name: " + e.getInput() + "; correct RANK1_DATA", e);
    }
    return new InstalledRuntimes(folder.map(at -> at.resolve("runtimes")));
  }

  /** The folder of this process's user on this platform, as {@link #forUser} says. */
  public static InstalledRuntimes ofThisUser() {
    return forUser(System.getenv(), System.getProperty("os.name"), UserHome.ofThisUser());
  }

  /**
   * The folder that holds them.
   *
   * @throws LibraryException when there is none, since this user has no home folder
   */
  public Path root() {
    return root.orElseThrow(
        () -> new LibraryException(new UserHome.MissingException("RANK1_DATA").getMessage()));
  }

  /**
   * All of them, by name.
   *
   * @throws LibraryException when the folder cannot be read
   */
  public List<InstalledRuntime> list() {
    return root.map(Listing::names).orElse(List.of()).stream()
        .flatMap(name -> find(name).stream())
        .toList();
  }

  /** The one of a name, if it is there. */
  public Optional<InstalledRuntime> find(String name) {
    return root.filter(at -> NAME.matcher(name).matches())
        .map(at -> at.resolve(name))
        .filter(Files::isDirectory)
        .map(folder -> new InstalledRuntime(name, folder, InstallNote.version(folder)));
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
    try (Workspace workspace = Workspace.in(root())) {
      workspace.takeAway(installed.folder());
    } catch (IOException e) {
      throw new LibraryException("cannot remove " + installed.folder() + ": " + Problem.of(e), e);
    }
  }
}
