package io.rank1.cli.journal;

import io.rank1.cli.output.ContentMark;
import io.rank1.core.identity.Hash128;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A journal, and what it told of its records. */
final class IndexedJournal implements AutoCloseable {

  private final Map<Hash128, JournalEntry> entries = new HashMap<>();
  private final Journal journal;

  private IndexedJournal(Path path, JobIdentity identity, Journal.Existing existing) {
    this.journal = Journal.open(path, identity, existing, entries::put);
  }

  static IndexedJournal open(Path path, JobIdentity identity, Journal.Existing existing) {
    return new IndexedJournal(path, identity, existing);
  }

  int size() {
    return entries.size();
  }

  Optional<JournalEntry> find(Hash128 key) {
    return Optional.ofNullable(entries.get(key));
  }

  JournalEntry append(JournalRecord record) throws IOException {
    JournalEntry entry = journal.append(record);
    entries.put(record.key(), entry);
    return entry;
  }

  JournalRecord read(JournalEntry entry) throws IOException {
    return journal.read(entry);
  }

  long damaged() {
    return journal.damaged();
  }

  void noteWritten(Path output, ContentMark content) throws IOException {
    journal.noteWritten(output, content);
  }

  void keepInPlace() throws IOException {
    journal.keepInPlace();
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
