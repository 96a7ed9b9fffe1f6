package io.rank1.cli.journal;

import io.rank1.core.files.Folders;
import io.rank1.core.files.HeldFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;

/**
 * A file that only grows, by whole pieces, and that no other process, and nobody else in this one,
 * may open meanwhile. One thread appends; any may read, and call {@link #force}.
 */
final class JournalFile implements AutoCloseable {

  /** A byte that no file has: where locks keep readers out, they may read all others. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /** More than most lines have. */
  private static final int LINE = 1 << 13;

  private final Path path;
  private volatile HeldFile file;
  private Object identity; // the file system's name of the open file; null where it has none
  private long length;

  private JournalFile(Path path, HeldFile file) throws IOException {
    this.path = path;
    this.file = file;
    this.identity = identityOf(path);
    this.length = file.channel().size();
  }

  /**
   * Opens a file, or makes it.
   *
   * @throws IOException when it cannot be opened, or another process has it open
   */
  static JournalFile open(Path path) throws IOException {
    boolean fresh = Files.notExists(path);
    JournalFile file = new JournalFile(path, openLocked(path, StandardOpenOption.CREATE));
    if (fresh) {
      Folders.force(path.toAbsolutePath().getParent());
    }
    return file;
  }

  /**
   * Gives a file another name, which nothing has yet.
   *
   * @throws IOException when it cannot, or another process has the file open
   */
  static void rename(Path path, Path other) throws IOException {
    try (HeldFile file = openLocked(path)) { // shows that nobody works on it
      file.channel().force(true);
      Files.move(path, other);
    }
    Folders.force(path.toAbsolutePath().getParent());
  }

  private static HeldFile openLocked(Path path, OpenOption... more) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException("it is not a regular file");
    }
    HeldFile file;
    try {
      file = HeldFile.write(path, more);
    } catch (HeldFile.TakenException e) {
      throw new IOException("this process works on it already", e);
    }
    boolean locked = false;
    try {
      locked = file.channel().tryLock(LOCKED_BYTE, 1, false) != null;
      if (!locked) {
        throw new IOException("another rank1 works on it");
      }
      return file;
    } finally {
      if (!locked) {
        file.close();
      }
    }
  }

  private static Object identityOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /** What the file holds; closing the stream leaves the file open. */
  InputStream content() throws IOException {
    file.channel().position(0);
    return new BufferedInputStream(Channels.newInputStream(file.channel()), 1 << 16);
  }

  /** Drops everything from an offset on. */
  void truncate(long size) throws IOException {
    file.channel().truncate(size);
    length = size;
  }

  /**
   * Appends bytes and hands them to the operating system, which keeps them if the process dies.
   *
   * @return where they begin
   * @throws IOException when they were not written whole; nothing of them is left then
   */
  long append(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      while (buffer.hasRemaining()) {
        file.channel().write(buffer, length + buffer.position());
      }
    } catch (IOException e) {
      try {
        file.channel().truncate(length);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    long offset = length;
    length += bytes.length;
    return offset;
  }

  /** The line that begins at an offset, without its end. */
  synchronized byte[] readLine(long offset) throws IOException {
    return readLine(file.channel(), offset);
  }

  /**
   * @throws IOException when no whole line can be read there
   */
  static byte[] readLine(FileChannel channel, long offset) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LINE);
    for (int searched = 0; ; ) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new IOException("it ends in the middle of a line");
      }
      for (; searched < buffer.position(); searched++) {
        if (buffer.get(searched) == '\n') {
          return Arrays.copyOf(buffer.array(), searched);
        }
      }
      if (!buffer.hasRemaining()) {
        buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer.flip());
      }
    }
  }

  /** Brings what was appended to the disk, which keeps it if the power fails. */
  void force() throws IOException {
    file.channel().force(false);
  }

  /**
   * Makes sure that the open file is the one of this name, and not one that was deleted meanwhile;
   * if it was, its content is written anew under its name.
   *
   * @throws IOException when the folder is gone or cannot be written
   */
  void keepInPlace() throws IOException {
    try {
      if (Objects.equals(identityOf(path), identity)) {
        return;
      }
    } catch (NoSuchFileException e) {
      restore();
      return;
    }
    throw new IOException("another file has taken its place");
  }

  private synchronized void restore() throws IOException {
    HeldFile fresh = openLocked(path, StandardOpenOption.CREATE);
    try {
      for (long at = 0; at < length; ) {
        at += file.channel().transferTo(at, length - at, fresh.channel().position(at));
      }
      fresh.channel().force(true);
      Folders.force(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      PastJournal.closeAfter(e, fresh);
      PastJournal.closeAfter(e, () -> Files.deleteIfExists(path));
      throw e;
    }
    HeldFile old = file;
    file = fresh;
    identity = identityOf(path);
    old.close();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
