package io.rank1.llama.runtime;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Where classes lie: in a jar or folder, or in a jar or folder that is packed in another jar, as in
 * a Spring Boot jar or a war that is not unpacked.
 *
 * @param file the jar or folder on the disk
 * @param inside the name of the jar or folder within {@code file}; empty when the classes lie in
 *     {@code file} itself
 */
record CodeLocation(Path file, String inside) {

  private static final String NESTED = "nested:";
  private static final String WAR = "war:";
  private static final String PLAIN = "file:";

  /**
   * Reads a location as class loaders write it: {@code file:/a.jar}, {@code
   * jar:file:/app.jar!/BOOT-INF/lib/a.jar!/}, {@code jar:nested:/app.jar/!BOOT-INF/lib/a.jar!/}, or
   * {@code war:file:/app.war*}{@code /WEB-INF/lib/a.jar}.
   *
   * @throws IOException when it is none of these; the message tells the location
   */
  static CodeLocation parse(String location) throws IOException {
    boolean isJar = location.startsWith("jar:");
    String rest = isJar ? location.substring("jar:".length()) : location;
    if (isJar && rest.endsWith("!/")) {
      rest = rest.substring(0, rest.length() - 2);
    }
    try {
      if (rest.startsWith(NESTED)) {
        return split(PLAIN + rest.substring(NESTED.length()), "/!");
      }
      if (rest.startsWith(WAR)) {
        String war = rest.substring(WAR.length());
        return split(war, war.contains("*/") ? "*/" : "^/");
      }
      if (rest.startsWith(PLAIN)) {
        return isJar ? split(rest, "!/") : new CodeLocation(path(rest), "");
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("another Java cannot read classes from " + location, e);
    }
    throw new IOException("another Java cannot read classes from " + location);
  }

  private static CodeLocation split(String text, String separator) {
    int at = text.indexOf(separator);
    return at < 0
        ? new CodeLocation(path(text), "")
        : new CodeLocation(path(text.substring(0, at)), inside(text.substring(at + 2)));
  }

  private static Path path(String url) {
    return Path.of(URI.create(url.replace(" ", "%20"))); // some loaders do not escape
  }

  private static String inside(String escaped) {
    String name = URI.create(PLAIN + "/" + escaped.replace(" ", "%20")).getPath().substring(1);
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }

  /**
   * What another Java can have on its class path.
   *
   * @param folder where what is packed is copied to
   * @param prefix makes names in that folder different from others'
   */
  Path onDisk(Path folder, String prefix) throws IOException {
    if (!inside.isEmpty()) {
      return unpacked(folder, prefix);
    }
    if (!file.toString().contains(File.pathSeparator)) {
      return file;
    }
    return Files.createSymbolicLink(folder.resolve(prefix), file); // a class path ends names there
  }

  private Path unpacked(Path folder, String prefix) throws IOException {
    Path copy = folder.resolve(prefix + inside.substring(inside.lastIndexOf('/') + 1));
    try (ZipFile outer = new ZipFile(file.toFile())) {
      ZipEntry entry = outer.getEntry(inside);
      if (entry != null && !entry.isDirectory()) {
        return copy(outer, entry, copy);
      }
      int copied = 0;
      for (ZipEntry below : Collections.list(outer.entries())) {
        if (below.getName().startsWith(inside + "/") && !below.isDirectory()) {
          Path to = copy.resolve(below.getName().substring(inside.length() + 1)).normalize();
          if (!to.startsWith(copy)) {
            throw new IOException(file + " holds a name that leads out of it: " + below.getName());
          }
          copy(outer, below, to);
          copied++;
        }
      }
      if (copied == 0) {
        throw new IOException("there is no " + inside + " in " + file);
      }
      return copy;
    }
  }

  private static Path copy(ZipFile zip, ZipEntry entry, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, to);
    }
    return to;
  }
}
