package io.rank1.llama.library;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Takes the libraries and the licence out of an npm package, and refuses what npm never packs. */
final class PackageUnpacker {

  private static final Pattern LICENCE = Pattern.compile("(LICEN[CS]E|NOTICE|COPYING)(\\..*)?");

  /** Neither {@code .} nor {@code ..}, and nothing that a system takes for more than a name. */
  private static final String NAME = "(?!\\.{1,2}(/|$))[^/\\\\:\\x00]+";

  private static final Pattern PATH = Pattern.compile(NAME + "(/" + NAME + ")*/?");

  private final LibraryNames names;

  PackageUnpacker(LibraryNames names) {
    this.names = names;
  }

  /**
   * Unpacks without the folder that everything in a package lies in.
   *
   * @param to an empty folder
   * @throws IOException when the file is damaged, or holds links or paths that lead elsewhere
   */
  void unpack(Path file, Path to) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(bytes))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = check(entry);
        if (entry.isFile() && path.getNameCount() > 1 && isWanted(path)) {
          Path target = to.resolve(path.subpath(1, path.getNameCount()));
          Files.createDirectories(target.getParent());
          Files.copy(tar, target);
        }
      }
    }
  }

  private boolean isWanted(Path path) {
    String name = path.getFileName().toString();
    return names.isLibrary(name) || LICENCE.matcher(name).matches();
  }

  private static Path check(TarArchiveEntry entry) throws IOException {
    String name = entry.getName();
    if (!PATH.matcher(name).matches()) {
      throw new IOException("it holds a path that leads elsewhere: " + name);
    }
    switch (entry.getLinkFlag()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_DIR -> {
        return Path.of(name);
      }
      default -> throw new IOException("it holds a link or device: " + name);
    }
  }
}
