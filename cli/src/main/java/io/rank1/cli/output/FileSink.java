package io.rank1.cli.output;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;

/**
 * Lines in a file. A file that was there is emptied by the first line and not before; one that was
 * not is taken away again when no line comes.
 */
public final class FileSink implements LineSink {

  /** What to do with a file that is there. */
  public enum Existing {
    KEEP,
    REPLACE
  }

  private final Path path;
  private final FileChannel channel;
  private final boolean made;
  private final boolean regular;
  private long length;

  private FileSink(Path path, FileChannel channel, boolean made) {
    this.path = path;
    this.channel = channel;
    this.made = made;
    this.regular = Files.isRegularFile(path);
  }

  /**
   * Opens a file for writing, which shows that it can be written.
   *
   * @throws CommandException when it cannot, or when it is there and to be kept
   */
  public static FileSink open(Path path, Existing existing) {
    boolean made = Files.notExists(path);
    if (existing == Existing.KEEP && Files.isRegularFile(path)) {
      throw CommandException.usage(path + " is already there: remove it, or add --overwrite");
    }
    Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.WRITE);
    if (made) {
      options.add(StandardOpenOption.CREATE_NEW);
    }
    try {
      return new FileSink(path, FileChannel.open(path, options), made);
    } catch (IOException e) {
      throw CommandException.usage("cannot write " + path + ": " + IoProblem.describe(e));
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public void write(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + '\n');
    int size = bytes.remaining();
    if (length == 0 && regular) {
      channel.truncate(0);
    }
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      length += size;
    } catch (IOException e) {
      takeBackHalfLine(e);
      throw e;
    }
  }

  private void takeBackHalfLine(IOException problem) {
    if (regular) {
      try {
        channel.truncate(length);
      } catch (IOException e) {
        problem.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (made && length == 0) {
      Files.deleteIfExists(path);
    }
  }
}
