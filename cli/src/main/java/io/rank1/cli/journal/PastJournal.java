package io.rank1.cli.journal;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.output.ContentMark;
import io.rank1.core.files.HeldFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Optional;

/** A journal that is only read. */
public final class PastJournal implements AutoCloseable {

  private final Path path;
  private final HeldFile file;
  private final JournalScan scan;

  private PastJournal(Path path, HeldFile file, JournalScan scan) {
    this.path = path;
    this.file = file;
    this.scan = scan;
  }

  /**
   * Reads a journal through.
   *
   * @param found is told its records
   * @throws CommandException when it cannot be read or is none, or a job of this process works on
   *     it
   */
  public static PastJournal open(Path path, Journal.Records found) {
    try {
      HeldFile file = HeldFile.read(path);
      try {
        InputStream in = Channels.newInputStream(file.channel());
        return new PastJournal(path, file, JournalScan.of(in, found));
      } catch (IOException | RuntimeException e) {
        closeAfter(e, file);
        throw e;
      }
    } catch (HeldFile.TakenException e) {
      throw CommandException.usage(e.getMessage());
    } catch (IOException e) {
      throw CommandException.usage("cannot read " + path + ": " + IoProblem.describe(e));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(path + " is not a journal: " + e.getMessage());
    }
  }

  /** Closes a file for a reason that is not to be lost. */
  static void closeAfter(Exception reason, AutoCloseable file) {
    try {
      file.close();
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }

  /** What its scores depend on; nothing when not even its first line is whole. */
  public Optional<JobIdentity> identity() {
    return scan.identity();
  }

  /**
   * Whether its job has written the file that has a name, and nobody has put another in its place
   * or changed it. Journals of version 1 tell the names only.
   *
   * @throws IOException when the file cannot be read
   */
  public boolean hasWritten(Path output) throws IOException {
    Optional<ContentMark> content = scan.written().get(HeaderJson.absolute(output));
    return content != null && (content.isEmpty() || content.get().equals(ContentMark.of(output)));
  }

  /**
   * The record at an offset that the reading through told.
   *
   * @throws CommandException when it cannot be read
   */
  public JournalRecord read(long offset) {
    try {
      byte[] line = JournalFile.readLine(file.channel(), offset);
      return new RecordFields(Fields.all(line, line.length)).record();
    } catch (IOException | IllegalArgumentException e) {
      throw CommandException.usage("cannot read " + path + ": " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
