package io.rank1.cli.output;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A text file that appears under its name when it is complete, and not before: it is written under
 * another name in the same folder, brought to the disk and moved.
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
   * @throws IOException when the folder is not there or cannot be written
   */
  public static NewFile create(Path path) throws IOException {
    Path part = path.resolveSibling(path.getFileName() + ".part");
    return new NewFile(
        path,
        part,
        FileChannel.open(
            part,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING));
  }

  /**
   * Shows that a file can be made, long before it is.
   *
   * @throws CommandException when it cannot
   */
  public static void requireWritable(Path path) {
    if (Files.isDirectory(path)) {
      throw CommandException.usage("cannot write " + path + ": it is a directory");
    }
    try {
      create(path).close();
    } catch (IOException e) {
      throw CommandException.usage("cannot write " + path + ": " + IoProblem.describe(e));
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
    channel.close();
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Takes away what was not completed.
   *
   * @throws IOException when it cannot be taken away
   */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
  }
}
