package io.rank1.cli.journal;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.output.ContentMark;
import io.rank1.core.files.HeldFile;
import io.rank1.core.identity.Hash128;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The results of a job, a line each, in a file that only grows. Every line ends in a checksum and
 * is handed to the operating system whole, so that a process that is killed loses no result that
 * was appended. One thread appends; any may read, and call {@link #force}.
 */
public final class Journal implements AutoCloseable {

  /** Is told the records of a journal, in their order: of several with one key, the last counts. */
  @FunctionalInterface
  public interface Records {
    void add(Hash128 key, JournalEntry entry);
  }

  /** What to do with a journal that is there. */
  public enum Existing {
    /** Go on with it; refuse one of another model or other settings. */
    RESUME,
    /** Put it aside and start anew. */
    RESTART
  }

  private final Path path;
  private final JournalFile file;
  private final Map<String, Optional<ContentMark>> written;
  private final long damaged;

  private Journal(Path path, JournalFile file, JournalScan scan) {
    this.path = path;
    this.file = file;
    this.written = scan.written();
    this.damaged = scan.damaged();
  }

  /**
   * Opens a journal, or makes it. What was left of a line that was never finished is dropped.
   *
   * @param found is told the records that are there
   * @throws CommandException when the file cannot be used, is no journal, is open in another
   *     process, or is of another model or other settings
   */
  public static Journal open(Path path, JobIdentity identity, Existing existing, Records found) {
    try {
      if (existing == Existing.RESTART && Files.exists(path)) {
        JournalFile.rename(path, oldName(path));
      }
      JournalFile file = JournalFile.open(path);
      try {
        return new Journal(path, file, prepare(path, file, identity, found));
      } catch (IOException | RuntimeException e) {
        PastJournal.closeAfter(e, file);
        throw e;
      }
    } catch (IOException e) {
      throw CommandException.usage("cannot use the journal " + path + ": " + IoProblem.describe(e));
    }
  }

  /** The first name with .old that is free: what was put aside is never replaced. */
  private static Path oldName(Path path) {
    Path old = path.resolveSibling(path.getFileName() + ".old");
    for (int i = 2; Files.exists(old); i++) {
      old = path.resolveSibling(path.getFileName() + ".old." + i);
    }
    return old;
  }

  private static JournalScan prepare(
      Path path, JournalFile file, JobIdentity identity, Records found) throws IOException {
    JournalScan scan = scan(path, file.content(), found);
    if (scan.identity().isEmpty()) {
      file.truncate(0);
      file.append(Checksum.sealed(HeaderJson.of(identity)));
      return scan;
    }
    requireSame(path, identity, scan.identity());
    file.truncate(scan.length());
    return scan;
  }

  /**
   * Makes sure that a journal is of a job.
   *
   * @param identity the job's
   * @param found the journal's; nothing for one that has not begun
   * @throws CommandException when they differ
   */
  public static void requireSame(Path path, JobIdentity identity, Optional<JobIdentity> found) {
    List<String> differences = found.map(identity::differences).orElse(List.of());
    if (!differences.isEmpty()) {
      throw CommandException.usage(
          "the journal "
              + path
              + " is of another job: "
              + String.join("; ", differences)
              + ". Go on with what it was started with, or add --restart to put it aside, or name"
              + " another file by --journal");
    }
  }

  private static JournalScan scan(Path path, InputStream in, Records found) throws IOException {
    try {
      return JournalScan.of(in, found);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          path
              + " cannot be used as a journal: "
              + e.getMessage()
              + "; remove it, or name another file by --journal");
    }
  }

  /** What the scores of a journal depend on; nothing when there is no journal of this name. */
  public static Optional<JobIdentity> identityOf(Path path) {
    if (!Files.isRegularFile(path)) {
      return Optional.empty(); // open says what is wrong, if it is there
    }
    try (HeldFile file = HeldFile.read(path)) {
      RawLines lines = new RawLines(Channels.newInputStream(file.channel()));
      return lines.next() && lines.isWhole()
          ? Optional.of(HeaderJson.identity(Fields.all(lines.bytes(), lines.bytes().length)))
          : Optional.empty();
    } catch (HeldFile.TakenException | IllegalArgumentException e) {
      return Optional.empty(); // likewise
    } catch (IOException e) {
      throw CommandException.usage("cannot use the journal " + path + ": " + IoProblem.describe(e));
    }
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** Lines that were there and could not be read; their pairs are to be scored again. */
  public long damaged() {
    return damaged;
  }

  /**
   * Adds a record; it stands for its key from now on.
   *
   * @throws IOException when it was not written whole; the journal is as before then
   */
  public JournalEntry append(JournalLine record) throws IOException {
    return record.at(file.append(Checksum.sealed(record.json())));
  }

  /**
   * Notes what the job is about to put under the name of an output: the same job may replace that,
   * and nothing else.
   *
   * @throws IOException when the note was not written whole
   */
  public void noteWritten(Path output, ContentMark content) throws IOException {
    Optional<ContentMark> noted = Optional.of(content);
    if (!noted.equals(written.put(HeaderJson.absolute(output), noted))) {
      file.append(Checksum.sealed(HeaderJson.written(output, content)));
      file.force();
    }
  }

  /**
   * Reads a record back.
   *
   * @throws IOException when it cannot be read
   */
  public JournalRecord read(JournalEntry entry) throws IOException {
    return read(entry, fields -> new RecordFields(fields).record());
  }

  /**
   * Reads the record of a call back.
   *
   * @throws IOException when it cannot be read
   */
  public JournalCall readCall(JournalEntry entry) throws IOException {
    return read(entry, fields -> new CallFields(fields).call());
  }

  private <T> T read(JournalEntry entry, Function<Fields, T> form) throws IOException {
    byte[] line = file.readLine(entry.offset());
    try {
      return form.apply(Fields.all(line, line.length));
    } catch (IllegalArgumentException e) {
      throw new IOException("a line at byte " + entry.offset() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Brings everything to the disk.
   *
   * @throws IOException when that cannot be done
   */
  public void force() throws IOException {
    file.force();
  }

  /**
   * Makes sure that the file is still there under its name, and writes it anew if not.
   *
   * @throws IOException when the folder is gone or cannot be written
   */
  public void keepInPlace() throws IOException {
    file.keepInPlace();
  }

  /**
   * Brings everything to the disk and closes the file.
   *
   * @throws IOException when that cannot be done
   */
  @Override
  public void close() throws IOException {
    try (file) {
      file.force();
    }
  }
}
