package io.rank1.core.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A file that is open in this process, to be locked or while others may lock it. POSIX drops all
 * locks that a process has on a file as soon as it closes the file anywhere, so that whoever only
 * tries to lock a file frees it for other processes. Therefore the process knows by their identity
 * which files it has open here, and opens none a second time while it is written. Locks last until
 * the file is closed, as long as nothing opens it by other means.
 */
public final class HeldFile implements AutoCloseable {

  /** This process has the file open already, in another place. */
  public static final class TakenException extends IOException {

    private static final long serialVersionUID = 1L;

    TakenException(Path file) {
      super(file + ": this process works on it already");
    }
  }

  private enum Use {
    READ,
    WRITE
  }

  /** How often a file is open here for reading; {@link #WRITING} when it is for writing. */
  private static final Map<Object, Integer> OPEN = new HashMap<>();

  private static final int WRITING = -1;

  private final FileChannel channel;
  private final Object key;
  private final Use use;
  private boolean closed;

  private HeldFile(FileChannel channel, Object key, Use use) {
    this.channel = channel;
    this.key = key;
    this.use = use;
  }

  /**
   * Opens a file to read and write it; nobody else in this process can open it by this class then.
   * It is not locked yet.
   *
   * @param options beside reading and writing
   * @throws TakenException when it is open here already; it was not touched
   * @throws IOException when it cannot be opened
   */
  public static HeldFile write(Path file, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(Arrays.asList(options));
    all.addAll(EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    synchronized (OPEN) {
      if (all.remove(StandardOpenOption.CREATE)) {
        makeIfMissing(file); // a file has an identity only when it is there
      }
      Object key = key(file, all);
      if (OPEN.containsKey(key)) {
        throw new TakenException(file);
      }
      FileChannel channel = FileChannel.open(file, all);
      OPEN.put(key, WRITING);
      return new HeldFile(channel, key, Use.WRITE);
    }
  }

  /**
   * Opens a file to read it; nobody in this process can write it by this class until it is closed.
   *
   * @throws TakenException when it is open for writing here; it was not touched
   * @throws IOException when it cannot be opened
   */
  public static HeldFile read(Path file) throws IOException {
    synchronized (OPEN) {
      Object key = key(file, Set.of());
      if (OPEN.getOrDefault(key, 0) == WRITING) {
        throw new TakenException(file);
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      OPEN.merge(key, 1, Integer::sum);
      return new HeldFile(channel, key, Use.READ);
    }
  }

  private static void makeIfMissing(Path file) throws IOException {
    if (Files.notExists(file)) {
      try {
        Files.createFile(LinkTarget.of(file));
      } catch (FileAlreadyExistsException e) {
        // another process was faster; the lock decides
      }
    }
  }

  /** What the system knows the file by; Windows has its name only. */
  private static Object key(Path file, Set<OpenOption> options) throws IOException {
    LinkOption[] links =
        options.contains(LinkOption.NOFOLLOW_LINKS)
            ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS}
            : new LinkOption[0];
    Object key = Files.readAttributes(file, BasicFileAttributes.class, links).fileKey();
    return key == null ? file.toRealPath(links) : key;
  }

  /** The one channel to the file. It is to be closed by {@link #close}. */
  public FileChannel channel() {
    return channel;
  }

  /**
   * Closes the file, which frees it for other processes and for the rest of this one. Doing so
   * again changes nothing.
   */
  @Override
  public void close() throws IOException {
    synchronized (OPEN) {
      if (closed) {
        return;
      }
      closed = true;
      try {
        channel.close();
      } finally {
        if (use == Use.WRITE) {
          OPEN.remove(key);
        } else {
          OPEN.computeIfPresent(key, (same, readers) -> readers == 1 ? null : readers - 1);
        }
      }
    }
  }
}
