package io.rank1.core.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a file system is mounted, and what may be done there. Only Linux tells.
 *
 * @param point the folder where it is mounted
 * @param options as in {@code mount}: {@code ro}, {@code noexec}
 */
public record Mount(Path point, Set<String> options) {

  private static final Path TABLE = Path.of("/proc/self/mountinfo");

  /** Copies the options. */
  public Mount {
    options = Set.copyOf(options);
  }

  /** The mount that a file or folder is on, or would be if it were made; nothing if unknown. */
  public static Optional<Mount> of(Path file) {
    try {
      // Names are bytes, in the encoding of whoever made them.
      List<String> table = Files.readAllLines(TABLE, StandardCharsets.ISO_8859_1);
      return of(existing(file.toAbsolutePath()).toRealPath(), table);
    } catch (IOException e) {
      return Optional.empty(); // not Linux, or a box that hides it
    }
  }

  private static Path existing(Path file) {
    Path place = file;
    while (place.getParent() != null && Files.notExists(place)) {
      place = place.getParent();
    }
    return place;
  }

  /**
   * The mount of a file, of those in a table.
   *
   * @param file without links
   * @param table the lines of a {@code mountinfo}; of two at one point the later lies on top
   */
  static Optional<Mount> of(Path file, List<String> table) {
    Mount found = null;
    for (String line : table) {
      String[] fields = line.split(" ");
      if (fields.length > 5 && fields[4].startsWith("/")) {
        Path point = Path.of(unescaped(fields[4]));
        if (file.startsWith(point)
            && (found == null || point.getNameCount() >= found.point.getNameCount())) {
          found = new Mount(point, Set.of(fields[5].split(",")));
        }
      }
    }
    return Optional.ofNullable(found);
  }

  /** Blanks, tabs, line feeds and backslashes are three octal digits. */
  private static String unescaped(String name) {
    return name.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  /** Whether programs and libraries that lie there can be run. */
  public boolean allowsPrograms() {
    return !options.contains("noexec");
  }

  /** Whether nothing can be written there. */
  public boolean isReadOnly() {
    return options.contains("ro");
  }
}
