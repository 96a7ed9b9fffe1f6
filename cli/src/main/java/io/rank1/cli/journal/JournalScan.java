package io.rank1.cli.journal;

import io.rank1.cli.output.ContentMark;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a journal holds.
 *
 * @param identity what its scores depend on; nothing when not even the first line is whole
 * @param written the outputs that its job has written, by their absolute names, and what they hold
 *     where that is known
 * @param records lines that hold a record, those with one key included
 * @param damaged lines whose checksum does not hold, or that cannot be read
 * @param length bytes up to the end of the last whole line
 * @param torn bytes behind that, of a line that was never finished
 */
record JournalScan(
    Optional<JobIdentity> identity,
    Map<String, Optional<ContentMark>> written,
    long records,
    long damaged,
    long length,
    long torn) {

  /**
   * Reads a journal through.
   *
   * @param in not closed
   * @param found is told every record
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when the first line is whole, but no journal's
   */
  static JournalScan of(InputStream in, Journal.Records found) throws IOException {
    RawLines lines = new RawLines(in);
    Builder builder = new Builder(found);
    if (lines.next()) {
      if (!lines.isWhole()) {
        HeaderJson.requireBeginning(lines.bytes());
        builder.torn = lines.bytes().length;
        return builder.build();
      }
      builder.identity = Optional.of(identity(lines.bytes()));
      builder.length = lines.bytes().length + 1L;
    }
    while (lines.next()) {
      byte[] line = lines.bytes();
      if (!lines.isWhole()) {
        builder.torn = line.length;
        break;
      }
      builder.add(line, lines.offset());
    }
    return builder.build();
  }

  private static final class Builder {

    private final Journal.Records found;
    private final Map<String, Optional<ContentMark>> written = new HashMap<>();
    private Optional<JobIdentity> identity = Optional.empty();
    private long records;
    private long damaged;
    private long length;
    private long torn;

    Builder(Journal.Records found) {
      this.found = found;
    }

    void add(byte[] line, long offset) {
      length = offset + line.length + 1;
      if (!Checksum.holds(line, line.length)) {
        damaged++;
        return;
      }
      try {
        Fields fields = Fields.before(RecordJson.FIRST_TEXT, line, line.length);
        Optional<String> output = HeaderJson.written(fields);
        if (output.isPresent()) {
          written.put(output.get(), HeaderJson.content(fields));
        } else if (!HeaderJson.isMarked(fields)) { // a note of a later version says nothing here
          RecordFields record = new RecordFields(fields);
          found.add(record.key(), record.entry(offset));
          records++;
        }
      } catch (IllegalArgumentException e) {
        damaged++; // its pair is scored again
      }
    }

    JournalScan build() {
      return new JournalScan(identity, written, records, damaged, length, torn);
    }
  }

  private static JobIdentity identity(byte[] line) {
    if (!Checksum.holds(line, line.length)) {
      throw new IllegalArgumentException("its first line is not a journal's, or is damaged");
    }
    return HeaderJson.identity(Fields.all(line, line.length));
  }
}
