package io.rank1.cli.results;

import io.rank1.cli.journal.CallJson;
import io.rank1.cli.journal.JournalCall;
import io.rank1.cli.output.OutputPacking;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A file of all calls of a job of lists, one JSON object per line.
 *
 * @param path where it goes
 * @param packing as the path's suffix says
 */
public record CallsOutput(Path path, OutputPacking packing) {

  public CallsOutput {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(packing, "packing");
  }

  /**
   * The file of a name.
   *
   * @throws io.rank1.cli.exit.CommandException when the name says a packing that is not written
   */
  public static CallsOutput at(Path path) {
    return new CallsOutput(path, OutputPacking.ofName(path));
  }

  /** The calls of queries. */
  @FunctionalInterface
  public interface Calls {

    /**
     * Those of a query by its number, in the order in which they decided its ranking.
     *
     * @throws IOException when they cannot be read from the journal
     */
    List<JournalCall> of(int query) throws IOException;
  }

  static void write(int queries, Calls calls, Writer out) throws IOException {
    for (int query = 0; query < queries; query++) {
      int number = 0;
      for (JournalCall call : calls.of(query)) {
        out.write(CallJson.ofOutput(call, ++number));
        out.write('\n');
      }
    }
  }
}
