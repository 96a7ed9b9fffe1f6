package io.rank1.llama.library;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A packed file as npm writes it, with a few bytes instead of libraries. */
final class FakePackage implements AutoCloseable {

  private final TarArchiveOutputStream tar;

  private FakePackage(OutputStream out) throws IOException {
    this.tar = new TarArchiveOutputStream(new GZIPOutputStream(out), "UTF-8");
  }

  static FakePackage at(Path file) throws IOException {
    return new FakePackage(Files.newOutputStream(file));
  }

  /** The libraries of a whole package, each with the same content. */
  FakePackage withLibraries(String content) throws IOException {
    boolean windows = LibraryNames.ofThisSystem() == LibraryNames.WINDOWS;
    String suffix = LibraryNames.ofThisSystem() == LibraryNames.MAC ? ".dylib" : ".so";
    for (String name : new String[] {"llama.v0.5.0", "ggml.v0.5.0", "ggml-base", "ggml-cpu-x64"}) {
      String file = windows ? name + ".dll" : "lib" + name + suffix;
      with("package/bins/linux-x64/" + file, content);
    }
    return this;
  }

  FakePackage with(String path, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(path, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
    return this;
  }

  /** An entry that has no content but a type, such as a link. */
  FakePackage with(String path, byte type, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path, type, true);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
    return this;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
