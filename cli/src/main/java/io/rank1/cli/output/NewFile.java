package io.rank1.cli.output;

import io.rank1.cli.exit.CommandException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A text file that appears under its name when it is complete, and not before: it is written under
 * another name in the same folder, which one process at a time can have, brought to the disk and
 * moved.
 */
public final class NewFile implements AutoCloseable {

  private final Path path;
  private final Path part;
  private final FileChannel channel;
  private final Writer writer;

  private NewFile(Path path, Path part, FileChannel channel) {
    this.path = path;
    this.part = part;
    this.channel = channel;
    this.writer =
        new BufferedWriter(
            new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8),
            1 << 16);
  }

  /**
   * @param path the name that it gets at the end
   * @throws IOException when the folder is not there or cannot be written, or another process
   *     writes a file of this name
   */
  public static NewFile create(Path path) throws IOException {
    Path part = path.resolveSibling("." + path.getFileName() + ".rank1.part");
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException("another rank1 writes it");
      }
      channel.truncate(0); // what a killed process left
      return new NewFile(path, part, channel);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException("it is being written already", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Shows that a file can be made, as far as that can be told without making it.
   *
   * @throws CommandException when it cannot
   */
  public static void requireWritable(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (Files.isDirectory(path)) {
      throw CommandException.usage("cannot write " + path + ": it is a directory");
    }
    if (!Files.isDirectory(folder)) {
      throw CommandException.usage("cannot write " + path + ": no such folder");
    }
    if (!Files.isWritable(folder)) {
      throw CommandException.usage("cannot write " + path + ": permission denied");
    }
  }

  /** Where the text goes; UTF-8. */
  public Writer writer() {
    return writer;
  }

  /**
   * Gives the file its name.
   *
   * @throws IOException when it could not be written whole; what had its name is still there then
   */
  public void complete() throws IOException {
    writer.flush();
    channel.force(true);
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    channel.close();
    Folders.force(path.toAbsolutePath().getParent());
  }

  /**
   * Takes away what was not completed.
   *
   * @throws IOException when it cannot be taken away
   */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      Files.deleteIfExists(part);
      channel.close();
    }
  }
}
