package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.JournalCall;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.core.identity.Hash128;
import io.rank1.core.listwise.CallAnswer;
import io.rank1.core.listwise.KnownCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The calls that a job's journal has; their answers stay in the file. Safe for use by several
 * threads once the journal is there.
 */
final class JournalCalls {

  private final UnaryOperator<Hash128> keys;
  private final Map<Hash128, JournalEntry> entries = new ConcurrentHashMap<>();

  JournalCalls(JobIdentity identity) {
    this.keys = identity.keys();
  }

  /** The key in the journal of a call. */
  Hash128 key(Hash128 call) {
    return keys.apply(call);
  }

  /** Takes a record of the journal. */
  void add(Hash128 key, JournalEntry entry) {
    entries.put(key, entry);
  }

  /** How many there are. */
  int size() {
    return entries.size();
  }

  /**
   * The calls of one query, which are asked for as its ranking needs them.
   *
   * @param found is told of every one that the journal has
   */
  OfQuery ofQuery(Journal journal, Consumer<JournalEntry> found) {
    return new OfQuery(journal, found);
  }

  /** The calls of one query; remembers which ones its ranking needed. */
  final class OfQuery implements KnownCalls {

    private final Journal journal;
    private final Consumer<JournalEntry> found;
    private final List<Hash128> asked = new ArrayList<>(); // guarded by itself

    private OfQuery(Journal journal, Consumer<JournalEntry> found) {
      this.journal = journal;
      this.found = found;
    }

    @Override
    public Optional<CallAnswer> find(Hash128 call) {
      Hash128 key = key(call);
      synchronized (asked) {
        asked.add(key);
      }
      JournalEntry entry = entries.get(key);
      if (entry == null) {
        return Optional.empty();
      }
      try {
        CallAnswer answer = journal.readCall(entry).answer();
        found.accept(entry);
        return Optional.of(answer);
      } catch (IOException e) {
        throw CommandException.usage(
            "cannot read " + journal.path() + ": " + IoProblem.describe(e));
      }
    }

    /**
     * The calls that were needed and are in the journal, in the order in which they were asked for.
     *
     * @throws IOException when one cannot be read
     */
    List<JournalCall> calls() throws IOException {
      List<Hash128> needed;
      synchronized (asked) {
        needed = List.copyOf(asked);
      }
      List<JournalCall> calls = new ArrayList<>();
      for (Hash128 key : needed) {
        JournalEntry entry = entries.get(key);
        if (entry != null) {
          calls.add(journal.readCall(entry));
        }
      }
      return calls;
    }
  }
}
