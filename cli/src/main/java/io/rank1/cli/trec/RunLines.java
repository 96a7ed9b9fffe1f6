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
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The lines of runs, in both formats, one after the other. */
public final class RunLines {

  private static final Columns COLUMNS =
      Columns.withBlanks("qid", "Q0", "docid", "rank", "score", "tag").andMore();
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final String SHAPE = "{\"qid\": {\"docid\": score}}";

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
   * Reads one JSON object: scores by document, by topic.
   *
   * @param name the file's name in messages
   * @param in not packed; closed
   * @param taker takes each; an IllegalArgumentException of it is a problem of the line
   * @throws InputException when it is no such object, or a name comes twice in an object
   */
  public static void ofJson(String name, InputStream in, Consumer<RunLine> taker)
      throws InputException {
    JsonFile.read(name, in, SHAPE, file -> readTopics(file, taker));
  }

  private static void readTopics(JsonFile file, Consumer<RunLine> taker) throws InputException {
    JsonParser json = file.json();
    file.require(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String qid = json.currentName();
      file.require(JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String docid = json.currentName();
        file.require(json.nextToken().isNumeric());
        RunLine line = new RunLine(file.line(), qid, docid, "", json.getDoubleValue());
        try {
          taker.accept(line);
        } catch (IllegalArgumentException e) {
          throw file.bad(e.getMessage());
        }
      }
    }
  }
}
