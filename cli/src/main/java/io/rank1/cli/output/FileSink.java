package io.rank1.cli.output;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.core.files.LinkTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;

/**
 * Lines in a file. A file that was there is emptied by the first line and not before; one that was
 * not is taken away again when no line comes. A packed file can be read up to its last line at any
 * time, although unpackers miss its end until this is closed.
 */
public final class FileSink implements LineSink {

  /** What to do with a file that is there. */
  public enum Existing {
    KEEP,
    REPLACE
  }

  private final Path path;
  private final FileChannel channel;
  private final OutputPacking packing;
  private final boolean made;
  private final boolean regular;
  private OutputStream lines; // null until the first one
  private boolean written;
  private boolean failed;

  private FileSink(Path path, FileChannel channel, OutputPacking packing, boolean made) {
    this.path = path;
    this.channel = channel;
    this.packing = packing;
    this.made = made;
    this.regular = Files.isRegularFile(path);
  }

  /**
   * Opens a file for writing, which shows that it can be written.
   *
   * @param path the file, or a link to it
   * @throws CommandException when it cannot, or when it is there and to be kept
   */
  public static FileSink open(Path path, OutputPacking packing, Existing existing) {
    boolean made = Files.notExists(path);
    if (existing == Existing.KEEP && Files.isRegularFile(path)) {
      throw CommandException.usage(path + " is already there: remove it, or add --overwrite");
    }
    Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.WRITE);
    if (made) {
      options.add(StandardOpenOption.CREATE_NEW);
    }
    try {
      FileChannel channel = FileChannel.open(LinkTarget.of(path), options);
      return new FileSink(path, channel, packing, made);
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
    if (lines == null) {
      if (regular) {
        channel.truncate(0);
      }
      lines = packing.packed(Channels.newOutputStream(channel));
    }
    long before = regular ? channel.position() : 0;
    try {
      lines.write((line + '\n').getBytes(StandardCharsets.UTF_8));
      lines.flush();
      written = true;
    } catch (IOException e) {
      failed = true;
      takeBackHalfLine(before, e);
      throw e;
    }
  }

  private void takeBackHalfLine(long before, IOException problem) {
    if (regular) {
      try {
        channel.truncate(before);
      } catch (IOException e) {
        problem.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (lines != null && !failed) { // what packs has lost its thread by a failure
        lines.close();
      }
    }
    if (made && !written) {
      Files.deleteIfExists(LinkTarget.of(path));
    }
  }
}
