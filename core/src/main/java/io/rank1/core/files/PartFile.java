package io.rank1.core.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A file that is written under a hidden name, {@code .NAME.rank1.part} in the same folder, and gets
 * its own when it is complete. Where the name is a symbolic link, the file that it leads to is
 * replaced, and the link stays. One process at a time can have it; what a killed one left is
 * written over by the next that makes a file of this name. Not for use by several threads at once.
 */
public final class PartFile implements AutoCloseable {

  /** When the data have to be on the disk. */
  public enum Durability {
    /** Whenever the operating system likes; a power failure may leave a file of zeros. */
    LEFT_TO_THE_SYSTEM,
    /** Before the file gets its name, which is on the disk itself when that has returned. */
    BEFORE_THE_NAME
  }

  private final Path target;
  private final Path part;
  private final HeldFile file;
  private boolean complete;

  private PartFile(Path target, Path part, HeldFile file) {
    this.target = target;
    this.part = part;
    this.file = file;
  }

  /**
   * Begins an empty file.
   *
   * @param target the name that it gets at the end, or a link to it
   * @throws InterruptedIOException if the thread is interrupted, which no channel stands
   * @throws IOException when the folder is not there or cannot be written, the file is being
   *     written already, by this process or another, or the name is that of a folder, a device or a
   *     pipe, which a file must not replace
   */
  public static PartFile create(Path target) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException("it is a folder, a device or a pipe");
    }
    Path place = LinkTarget.of(target);
    Path part = of(place);
    while (true) {
      try {
        Object identity = fileAt(part);
        HeldFile file = HeldFile.write(part, LinkOption.NOFOLLOW_LINKS);
        if (isOwned(file, identity, part)) {
          return new PartFile(place, part, file);
        }
      } catch (HeldFile.TakenException e) {
        throw new IOException("it is being written already", e);
      } catch (NoSuchFileException e) {
        make(part);
      }
    }
  }

  /** The name that a file, which is no link, has until it is complete. */
  public static Path of(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".rank1.part");
  }

  private static void make(Path part) throws IOException {
    try {
      Files.createFile(part);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; the lock decides.
    }
  }

  /** Which file has the name, as far as the system tells; a renamed one keeps its identity. */
  private static Object fileAt(Path part) throws IOException {
    BasicFileAttributes file =
        Files.readAttributes(part, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!file.isRegularFile()) {
      throw new IOException(part.getFileName() + " is in the way, which is no file: remove it");
    }
    return file.fileKey() == null ? part : file.fileKey();
  }

  /**
   * Locks the file and empties it, unless between the opening and the lock another process has
   * completed it or taken it away.
   */
  private static boolean isOwned(HeldFile file, Object identity, Path part) throws IOException {
    boolean owned = false;
    try {
      if (file.channel().tryLock() == null) {
        throw new IOException("another rank1 writes it");
      }
      owned = Objects.equals(identity, fileAt(part));
      if (owned) {
        file.channel().truncate(0); // what a killed process left
      }
      return owned;
    } finally {
      if (!owned) {
        file.close();
      }
    }
  }

  /** Where it is until it is complete. */
  public Path path() {
    return part;
  }

  /**
   * Writes to it, and reads what is written. There should be no other way: POSIX takes the lock
   * away when the process closes the file anywhere, and Windows keeps others out.
   */
  public FileChannel channel() {
    return file.channel();
  }

  /**
   * Gives the file its name; a file that has it is replaced in one step.
   *
   * @throws IOException when it could not be brought to the disk or be moved; a file that had its
   *     name is still there then
   */
  public void complete(Durability durability) throws IOException {
    if (durability == Durability.BEFORE_THE_NAME) {
      file.channel().force(true);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    complete = true;
    file.close();
    if (durability == Durability.BEFORE_THE_NAME) {
      Folders.force(target.toAbsolutePath().getParent());
    }
  }

  /**
   * Takes away what was not completed.
   *
   * @throws IOException when it cannot be taken away
   */
  @Override
  public void close() throws IOException {
    try (file) {
      if (!complete) {
        Files.deleteIfExists(part);
      }
    }
  }
}
