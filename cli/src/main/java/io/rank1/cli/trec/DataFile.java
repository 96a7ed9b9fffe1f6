package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where data comes from: a file, or standard input. Either may be packed with gzip. */
public final class DataFile {

  private interface Opener {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Opener opener;

  private DataFile(String name, Opener opener) {
    this.name = name;
    this.opener = opener;
  }

  /** A file, which is opened when it is read. */
  public static DataFile of(Path file) {
    return new DataFile(file.toString(), () -> Files.newInputStream(file));
  }

  /**
   * Standard input.
   *
   * @param stdin can be read once, and is closed then
   */
  public static DataFile standardInput(InputStream stdin) {
    Objects.requireNonNull(stdin, "stdin");
    return new DataFile("standard input", () -> stdin);
  }

  /** What messages call it. */
  String name() {
    return name;
  }

  /**
   * @throws InputException when it cannot be opened, or its first bytes cannot be read
   */
  DataStream open() throws InputException {
    try {
      return new DataStream(name, opener.open());
    } catch (IOException e) {
      throw DataStream.unreadable(name, e);
    }
  }
}
