package io.rank1.cli.input;

import io.rank1.cli.exit.IoProblem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file or standard input, read once: unpacked, and looked into to see what it is. A file may also
 * be a pipe.
 */
public final class OpenedFile implements AutoCloseable {

  /** What {@link #first} gives for a file that has only blanks. */
  public static final char NOTHING = 0;

  private static final int LOOKED_AT = 1 << 16;
  private static final String BOM = "\u00EF\u00BB\u00BF"; // its bytes as UTF-8

  private final String name;
  private final InputStream in;

  private OpenedFile(String name, InputStream raw) {
    this.name = name;
    in = new BufferedInputStream(new UnpackedInput(raw), LOOKED_AT);
  }

  /**
   * @throws InputException when there is no such file, it is a folder, or must not be read
   */
  public static OpenedFile open(Path file) throws InputException {
    if (Files.isDirectory(file)) {
      throw new InputException("cannot read " + file + ": it is a directory");
    }
    try {
      return new OpenedFile(file.toString(), Files.newInputStream(file));
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + IoProblem.describe(e));
    }
  }

  /**
   * Standard input.
   *
   * @param stdin closed with this
   */
  public static OpenedFile standardInput(InputStream stdin) {
    return new OpenedFile("standard input", stdin);
  }

  /** What messages call it. */
  public String name() {
    return name;
  }

  /**
   * The first character that is not a blank, of those that ASCII has; a byte order mark is skipped.
   * To be asked before the contents are read.
   *
   * @throws InputException when the file cannot be read
   */
  public char first() throws InputException {
    return beginning(1).charAt(0);
  }

  /**
   * Whether it begins like a list of JSON objects, and so like no table.
   *
   * @throws InputException when the file cannot be read
   */
  public boolean isList() throws InputException {
    String start = beginning(2);
    return start.charAt(0) == '[' && "{ \r\n".indexOf(start.charAt(1)) >= 0;
  }

  /**
   * The file's beginning, from {@link #first} on, one character a byte.
   *
   * @param length of what is returned; {@link #NOTHING} stands for what is missing
   * @throws InputException when the file cannot be read
   */
  public String beginning(int length) throws InputException {
    StringBuilder text = new StringBuilder();
    try {
      in.mark(LOOKED_AT);
      for (int i = 0; i < LOOKED_AT && text.length() < length; i++) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        boolean skipped =
            text.isEmpty() && (next <= ' ' || i < BOM.length() && BOM.charAt(i) == next);
        if (!skipped) {
          text.append((char) next);
        }
      }
      in.reset();
    } catch (IOException e) {
      throw new InputException("cannot read " + name + ": " + IoProblem.describe(e));
    }
    while (text.length() < length) {
      text.append(NOTHING);
    }
    return text.toString();
  }

  /** The contents; closed with this. */
  public InputStream contents() {
    return in;
  }

  /** The contents as lines; closed with this. */
  public ByteLines lines() {
    return new ByteLines(name, in);
  }

  /**
   * @throws InputException when the file cannot be closed
   */
  @Override
  public void close() throws InputException {
    try {
      in.close();
    } catch (IOException e) {
      throw new InputException("cannot close " + name + ": " + IoProblem.describe(e));
    }
  }
}
