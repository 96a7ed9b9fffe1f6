package io.rank1.cli.job;

import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.JournalRecord;
import java.io.IOException;
import java.time.Duration;
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
  Optional<JournalEntry> append(JournalRecord record) throws InterruptedException {
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

  /** Brings everything to the disk; false when told to stop before that could be done. */
  boolean force() throws InterruptedException {
    boolean done =
        insist(
                () -> {
                  journal.force();
                  journal.keepInPlace();
                  return true;
                })
            .isPresent();
    dirty = !done;
    return done;
  }

  private <T> Optional<T> insist(Attempt<T> attempt) throws InterruptedException {
    boolean waited = false;
    while (true) {
      try {
        T result = attempt.make();
        if (waited) {
          notices.accept("the journal can be written again; going on");
        }
        return Optional.of(result);
      } catch (IOException e) {
        if (stop.isMade()) {
          notices.accept("cannot write " + journal.path() + ": " + IoProblem.describe(e));
          return Optional.empty();
        }
        if (!waited) {
          waited = true;
          notices.accept(
              "cannot write "
                  + journal.path()
                  + ": "
                  + IoProblem.describe(e)
                  + "; paused until it can be written. What was done before is kept");
        }
      }
      Thread.sleep(RETRY_MILLIS);
    }
  }
}
