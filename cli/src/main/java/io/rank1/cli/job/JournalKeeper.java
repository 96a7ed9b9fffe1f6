package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.JournalLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes the journal, and waits while it cannot be written: for room on the disk, or for its folder
 * to come back. Appended lines are the operating system's at once, and on the disk {@link #RISK}
 * later. Used by one thread.
 */
final class JournalKeeper {

  /** The most work that a power failure can undo. */
  static final Duration RISK = Duration.ofSeconds(2);

  private static final long RETRY_MILLIS = 500;

  /** Something that the disk may refuse. */
  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws IOException;
  }

  private final Journal journal;
  private final StopRequest stop;
  private final Consumer<String> notices;
  private long oldestNanos;
  private boolean dirty;
  private boolean isSafe = true;
  private String lastComplaint = "";

  /**
   * @param notices is told of waiting
   */
  JournalKeeper(Journal journal, StopRequest stop, Consumer<String> notices) {
    this.journal = journal;
    this.stop = stop;
    this.notices = notices;
  }

  Journal journal() {
    return journal;
  }

  /** Adds a record, however long it takes; nothing when told to stop before it could be written. */
  Optional<JournalEntry> append(JournalLine record) throws InterruptedException {
    Optional<JournalEntry> entry = insist(() -> journal.append(record));
    if (entry.isPresent() && !dirty) {
      dirty = true;
      oldestNanos = System.nanoTime();
    }
    return entry;
  }

  /** Brings to the disk what has waited long enough. */
  void tick() throws InterruptedException {
    if (dirty && System.nanoTime() - oldestNanos >= RISK.toNanos()) {
      force();
    }
  }

  /**
   * Brings everything to the disk.
   *
   * @return false when told to stop before the file could be brought back to its place
   * @throws CommandException when the disk refuses: what was handed to it may be gone, which a new
   *     start finds by the checksums
   */
  boolean force() throws InterruptedException {
    try {
      journal.force();
    } catch (IOException e) {
      throw CommandException.usage(
          "cannot bring "
              + journal.path()
              + " to the disk: "
              + IoProblem.describe(e)
              + "; lines that it lost are scored again when the job is started again");
    }
    isSafe =
        insist(
                () -> {
                  journal.keepInPlace();
                  return true;
                })
            .isPresent();
    dirty = !isSafe;
    return isSafe;
  }

  /**
   * Brings everything to the disk once the job has failed, without waiting: what ended it is to be
   * told now.
   *
   * @param cause what ended it; a disk that refuses is added to it
   */
  void forceAfter(Throwable cause) {
    try {
      journal.force();
      journal.keepInPlace();
      dirty = false;
    } catch (IOException e) {
      isSafe = false;
      cause.addSuppressed(e);
    }
  }

  /** Whether everything that was done is kept, as far as is known. */
  boolean isSafe() {
    return isSafe;
  }

  /**
   * How much is safe, and how to go on, in words.
   *
   * @param done how much is done, in words
   * @param existing what the job did with a journal that was there
   */
  String kept(String done, Journal.Existing existing) {
    if (!isSafe) {
      return String.format(
              Locale.ROOT,
              "the journal %s could not be written to the end: what it holds, if it is still"
                  + " there,",
              journal.path())
          + " is gone on with by the same command";
    }
    String restarts = existing == Journal.Existing.RESTART ? " without --restart" : "";
    return String.format(
        Locale.ROOT,
        "%s are in %s; the same command%s goes on from there",
        done,
        journal.path(),
        restarts);
  }

  private <T> Optional<T> insist(Attempt<T> attempt) throws InterruptedException {
    boolean waited = false;
    while (true) {
      try {
        T result = attempt.make();
        if (waited) {
          notices.accept("the journal can be written again; going on");
          lastComplaint = "";
          isSafe = true;
        }
        return Optional.of(result);
      } catch (IOException e) {
        isSafe = false;
        String problem = "cannot write " + journal.path() + ": " + IoProblem.describe(e);
        if (stop.isMade()) {
          complain(problem);
          return Optional.empty();
        }
        if (!waited) {
          waited = true;
          complain(problem + "; paused until it can be written. What was done before is kept");
        }
      }
      Thread.sleep(RETRY_MILLIS);
    }
  }

  /** Says something once, not for every result that cannot be kept. */
  private void complain(String text) {
    if (!text.equals(lastComplaint)) {
      lastComplaint = text;
      notices.accept(text);
    }
  }
}
