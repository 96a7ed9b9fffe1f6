package io.rank1.cli.output;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.core.files.LinkTarget;
import io.rank1.core.files.PartFile;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A text file that appears under its name when it is complete, on the disk, and not before. */
public final class NewFile implements AutoCloseable {

  private final PartFile part;
  private final Writer writer;

  private NewFile(PartFile part, OutputStream bytes) {
    this.part = part;
    this.writer =
        new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
  }

  /**
   * @param path the name that it gets at the end, or a link to it
   * @throws IOException when the folder is not there or cannot be written, or another process
   *     writes a file of this name
   */
  public static NewFile create(Path path, OutputPacking packing) throws IOException {
    PartFile part = PartFile.create(path);
    try {
      OutputStream file = new OpenChannel(Channels.newOutputStream(part.channel()));
      return new NewFile(part, packing.packed(file));
    } catch (IOException | RuntimeException e) {
      part.close();
      throw e;
    }
  }

  /**
   * Shows that a file can be made, as far as that can be told without making it.
   *
   * @throws CommandException when it cannot
   */
  public static void requireWritable(Path path) {
    Path folder = target(path).toAbsolutePath().getParent();
    if (Files.isDirectory(path)) {
      throw CommandException.usage("cannot write " + path + ": it is a directory");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw CommandException.usage(
          "cannot write "
              + path
              + ": it is a device or a pipe, and this file appears when it is complete; name a"
              + " file");
    }
    if (!Files.isDirectory(folder)) {
      throw CommandException.usage("cannot write " + path + ": no such folder");
    }
    if (!Files.isWritable(folder)) {
      throw CommandException.usage("cannot write " + path + ": permission denied");
    }
    requirePossible(path);
  }

  /** The name that a file has until it is complete is longer than its own. */
  private static void requirePossible(Path path) {
    try {
      Files.readAttributes(PartFile.of(target(path)), BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      // As it should be.
    } catch (IOException e) {
      throw CommandException.usage("cannot write " + path + ": " + IoProblem.describe(e));
    }
  }

  private static Path target(Path path) {
    try {
      return LinkTarget.of(path);
    } catch (IOException e) {
      throw CommandException.usage("cannot write " + path + ": " + IoProblem.describe(e));
    }
  }

  /** Where the text goes; UTF-8. */
  public Writer writer() {
    return writer;
  }

  /**
   * Ends the text, which is all there is then, but not under its name yet.
   *
   * @throws IOException when it could not be written whole
   */
  public ContentMark finish() throws IOException {
    writer.close(); // writes the end of what is packed
    return ContentMark.of(part.channel());
  }

  /**
   * Gives the file its name.
   *
   * @throws IOException when it could not be written whole; what had its name is still there then
   */
  public void complete() throws IOException {
    writer.close();
    part.complete(PartFile.Durability.BEFORE_THE_NAME);
  }

  /**
   * Takes away what was not completed.
   *
   * @throws IOException when it cannot be taken away
   */
  @Override
  public void close() throws IOException {
    part.close();
  }

  /** A file's channel, which is still needed when all is written. */
  private static final class OpenChannel extends FilterOutputStream {

    OpenChannel(OutputStream channel) {
      super(channel);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
