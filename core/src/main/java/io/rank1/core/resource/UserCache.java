package io.rank1.core.resource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of the user's that holds files taken out of jars, each in a folder named by its SHA-256.
 * Safe for use by several threads and processes: a file is written under a temporary name and moved
 * into place whole, so that processes that start at the same time cannot see half of it; it is
 * verified on every start, and replaced when it is not what its name says.
 */
public final class UserCache {

  private final Path root;

  /**
   * @param root the folder; made when needed
   */
  public UserCache(Path root) {
    this.root = root;
  }

  /**
   * The user's cache folder by the platform's custom.
   *
   * @param env the process's environment
   * @param osName as in the system property {@code os.name}
   * @param home the user's home folder, if there is one
   * @throws UserHome.MissingException when it is needed and there is none
   */
  public static UserCache forUser(Map<String, String> env, String osName, Optional<Path> home)
      throws UserHome.MissingException {
    String own = env.getOrDefault("RANK1_CACHE", "");
    String xdg = env.getOrDefault("XDG_CACHE_HOME", "");
    String local = env.getOrDefault("LOCALAPPDATA", "");
    String os = osName.toLowerCase(Locale.ROOT);
    Path folder;
    if (!own.isEmpty()) {
      folder = Path.of(own);
    } else if (os.startsWith("windows") && !local.isEmpty()) {
      folder = Path.of(local, "rank1", "cache");
    } else if (!os.startsWith("mac") && !xdg.isEmpty()) {
      folder = Path.of(xdg, "rank1");
    } else {
      folder =
          home.orElseThrow(() -> new UserHome.MissingException("RANK1_CACHE"))
              .resolve(os.startsWith("mac") ? "Library/Caches" : ".cache")
              .resolve("rank1");
    }
    return new UserCache(folder);
  }

  /**
   * The folder of this process's user on this platform, as {@link #forUser} says.
   *
   * @throws UserHome.MissingException when it would be in the home folder and there is none
   */
  public static UserCache ofThisUser() throws UserHome.MissingException {
    return forUser(System.getenv(), System.getProperty("os.name"), UserHome.ofThisUser());
  }

  /** The folder itself, which may not be there yet. */
  public Path folder() {
    return root;
  }

  /** The part of this folder that holds files of one kind. */
  public UserCache section(String name) {
    return new UserCache(root.resolve(name));
  }

  /**
   * A packed file as a file, taken out of its jar if it is not there yet or damaged.
   *
   * @param loader finds the resource
   * @throws IOException when the resource is missing or is not the one expected, or the folder
   *     cannot be written
   */
  public Path provide(PackedFile packed, ClassLoader loader) throws IOException {
    Path folder = root.resolve(packed.sha256());
    Path file = folder.resolve(packed.fileName());
    if (Files.isRegularFile(file) && sha256(file).equals(packed.sha256())) {
      return file;
    }
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, packed.fileName(), ".part");
    try {
      copy(packed, loader, temporary);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return file;
  }

  /**
   * A file on the class path as a file, whatever it holds; otherwise as {@link #provide(PackedFile,
   * ClassLoader)}.
   *
   * @param resource its path on the class path, with slashes and none in front
   * @return nothing when the class path has no such file
   */
  public Optional<Path> provide(String resource, ClassLoader loader) throws IOException {
    try (InputStream in = loader.getResourceAsStream(resource)) {
      return in == null
          ? Optional.empty()
          : Optional.of(provide(new PackedFile(resource, sha256(in)), loader));
    }
  }

  /** Why this folder could not be written, and what helps, in one line. */
  public String whyNotWritten(IOException problem) {
    String why = String.valueOf(problem.getMessage());
    if (Mount.of(root).filter(Mount::isReadOnly).isPresent()) {
      why = "the file system is mounted read-only";
    } else if (problem instanceof AccessDeniedException) {
      why = "permission denied";
    }
    return "cannot write to "
        + root
        + ": "
        + why
        + "; set RANK1_CACHE to a folder that can be written";
  }

  @Override
  public String toString() {
    return root.toString();
  }

  private static void copy(PackedFile packed, ClassLoader loader, Path to) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream resource = loader.getResourceAsStream(packed.resource())) {
      if (resource == null) {
        throw new IOException("no resource " + packed.resource() + " on the class path");
      }
      Files.copy(new DigestInputStream(resource, digest), to, StandardCopyOption.REPLACE_EXISTING);
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(packed.sha256())) {
      throw new IOException(
          packed.resource()
              + " has SHA-256 "
              + found
              + ", expected "
              + packed.sha256()
              + ": the class path holds another version of it");
    }
    try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
      channel.force(true); // the move must not become durable before the content
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in);
    }
  }

  private static String sha256(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
