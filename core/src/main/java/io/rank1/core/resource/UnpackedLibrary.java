package io.rank1.core.resource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Native code that libraries bring in their jars, and that a process loads from a file. */
public final class UnpackedLibrary {

  private UnpackedLibrary() {}

  /**
   * Takes a library out of its jar into the user's cache folder and loads it, so that the code that
   * belongs to it need not unpack it elsewhere.
   *
   * @param resource the library on the class path
   * @return its file; nothing when the class path has none
   * @throws IOException when there is no folder for it, or it cannot be written or loaded; the
   *     message says why, and what to do
   */
  public static Optional<Path> load(String resource, ClassLoader loader) throws IOException {
    UserCache cache = UserCache.ofThisUser().section("native");
    Optional<Path> file;
    try {
      file = cache.provide(resource, loader);
    } catch (IOException e) {
      throw new IOException(cache.whyNotWritten(e), e);
    }
    try {
      file.ifPresent(library -> System.load(library.toAbsolutePath().toString()));
      return file;
    } catch (UnsatisfiedLinkError e) {
      Path library = file.orElseThrow();
      String why = forbidden(library).orElse(String.valueOf(e.getMessage()));
      throw new IOException("cannot load " + library + ": " + why, e);
    }
  }

  /** Why no library at all can be loaded from there, and what helps; nothing if some can. */
  public static Optional<String> forbidden(Path library) {
    return Mount.of(library)
        .filter(mount -> !mount.allowsPrograms())
        .map(
            mount ->
                "the file system at "
                    + mount.point()
                    + " is mounted noexec, so that no program can be run from it; "
                    + remedy(library));
  }

  private static String remedy(Path library) {
    try {
      if (library.startsWith(UserCache.ofThisUser().folder())) {
        return "set RANK1_CACHE to a folder on another one";
      }
    } catch (UserHome.MissingException e) {
      return "copy the folder to another one";
    }
    return "copy the folder to another one, or set RANK1_DATA to a folder there and install anew";
  }
}
