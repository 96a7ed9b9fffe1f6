package io.rank1.cli.trec;

import io.rank1.cli.input.ByteLines;
import io.rank1.cli.input.Columns;
import io.rank1.cli.input.DataLines;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.JsonFile;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The lines of runs, in both formats, one after the other. */
public final class RunLines {

  private static final Columns COLUMNS =
      Columns.withBlanks("qid", "Q0", "docid", "rank", "score", "tag").andMore();
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private RunLines() {}

  /**
   * Reads the six columns of TREC. What follows the tag is ignored, as trec_eval does
   * (get_trec_results.c), but the rank has to be a number then, since otherwise an identifier with
   * blanks in it would be taken for two columns. Lines that start with # are comments, as in
   * trec_eval from 10.0 on.
   *
   * @param bytes left open
   * @param taker takes each; an IllegalArgumentException of it is a problem of the line
   * @throws InputException when a line is bad
   */
  public static void ofTrec(ByteLines bytes, Consumer<RunLine> taker) throws InputException {
    DataLines lines = DataLines.withComments(bytes);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      try {
        List<String> cells = cells(line.get());
        taker.accept(
            new RunLine(
                lines.number(), cells.get(0), cells.get(2), cells.get(3), score(cells.get(4))));
      } catch (IllegalArgumentException e) {
        throw lines.bad(e);
      }
    }
  }

  private static List<String> cells(String line) {
    List<String> cells = COLUMNS.cells(line);
    if (cells.size() > COLUMNS.names().size() && !NUMBER.matcher(cells.get(3)).matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d columns, and the rank %s is not a number; does an identifier have blanks in it?",
              cells.size(),
              cells.get(3)));
    }
    return cells;
  }

  private static double score(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("the score " + text + " is not a finite number");
    }
    return Double.parseDouble(text);
  }

  /**
   * Reads one JSON object: scores by document, by topic. They may lie below other names, a subset
   * and a split, as in the files of predictions that mteb 2 writes; there may be one such set.
   *
   * @param name the file's name in messages
   * @param in not packed; closed
   * @param taker takes each; an IllegalArgumentException of it is a problem of the line
   * @throws InputException when it is no such object, or a name comes twice in an object
   */
  public static void ofJson(String name, InputStream in, Consumer<RunLine> taker)
      throws InputException {
    JsonFile.read(name, in, JsonRun.SHAPE, new JsonRun(taker)::read);
  }
}
