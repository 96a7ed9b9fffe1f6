package io.rank1.cli.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a journal holds.
 *
 * @param identity what its scores depend on; nothing when not even the first line is whole
 * @param entries its records; of several with one key, the last
 * @param records lines that hold a record, those with one key included
 * @param damaged lines whose checksum does not hold, or that cannot be read
 * @param length bytes up to the end of the last whole line
 * @param torn bytes behind that, of a line that was never finished
 */
record JournalScan(
    Optional<JobIdentity> identity,
    Map<Hash128, JournalEntry> entries,
    long records,
    long damaged,
    long length,
    long torn) {

  /**
   * Reads a journal through.
   *
   * @param in not closed
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when the first line is whole, but no journal's
   */
  static JournalScan of(InputStream in) throws IOException {
    RawLines lines = new RawLines(in);
    if (!lines.next()) {
      return new JournalScan(Optional.empty(), new HashMap<>(), 0, 0, 0, 0);
    }
    if (!lines.isWhole()) {
      return new JournalScan(Optional.empty(), new HashMap<>(), 0, 0, 0, lines.bytes().length);
    }
    JobIdentity identity = identity(lines.bytes());
    Map<Hash128, JournalEntry> entries = new HashMap<>();
    long damaged = 0;
    long records = 0;
    long end = lines.bytes().length + 1L;
    while (lines.next()) {
      byte[] line = lines.bytes();
      if (!lines.isWhole()) {
        return new JournalScan(Optional.of(identity), entries, records, damaged, end, line.length);
      }
      if (add(entries, line, lines.offset())) {
        records++;
      } else {
        damaged++;
      }
      end = lines.offset() + line.length + 1;
    }
    return new JournalScan(Optional.of(identity), entries, records, damaged, end, 0);
  }

  private static JobIdentity identity(byte[] line) {
    if (!Checksum.holds(line, line.length)) {
      throw new IllegalArgumentException("its first line is not a journal's, or is damaged");
    }
    return HeaderJson.identity(Fields.all(line, line.length));
  }

  private static boolean add(Map<Hash128, JournalEntry> entries, byte[] line, long offset) {
    if (!Checksum.holds(line, line.length)) {
      return false;
    }
    try {
      RecordFields record =
          new RecordFields(Fields.before(RecordJson.FIRST_TEXT, line, line.length));
      entries.put(record.key(), record.entry(offset, line.length));
      return true;
    } catch (IllegalArgumentException e) {
      return false; // counted, and its pair is scored again
    }
  }
}
