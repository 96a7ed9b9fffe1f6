package io.rank1.cli.trec;

import io.rank1.cli.input.Columns;
import io.rank1.cli.input.DataLines;
import io.rank1.cli.input.InputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads judgements: as TREC writes them, qid, iter, docid and grade, separated by blanks or tabs,
 * iter being ignored; or as BEIR does, query-id, corpus-id and score, separated by tabs, below a
 * line with these names, which tells the two apart.
 */
public final class QrelsReader {

  private static final Columns TREC = Columns.withBlanks("qid", "iter", "docid", "grade");
  private static final Columns BEIR = Columns.withTabs("query-id", "corpus-id", "score");

  private QrelsReader() {}

  /**
   * Reads a file.
   *
   * @throws InputException when a line is bad, a document comes twice for a topic, or there is none
   */
  public static Qrels read(Path file) throws InputException {
    SortedMap<String, Map<String, Integer>> topics = new TreeMap<>();
    try (DataLines lines = DataLines.open(file)) {
      Optional<String> line = lines.next();
      boolean header = line.isPresent() && BEIR.isHeader(line.get());
      Columns columns = header ? BEIR : TREC;
      if (header) {
        line = lines.next();
      }
      for (; line.isPresent(); line = lines.next()) {
        try {
          add(topics, columns.cells(line.get()));
        } catch (IllegalArgumentException e) {
          throw lines.bad(e);
        }
      }
    }
    if (topics.isEmpty()) {
      throw new InputException(file + ": no judgements");
    }
    return new Qrels(file.toString(), topics);
  }

  /** Takes over a line; the topic is in its first column, document and grade in the last two. */
  private static void add(Map<String, Map<String, Integer>> topics, List<String> cells) {
    String topic = cells.get(0);
    String docid = cells.get(cells.size() - 2);
    Integer other =
        topics
            .computeIfAbsent(topic, unused -> new HashMap<>())
            .putIfAbsent(docid, grade(cells.get(cells.size() - 1)));
    if (other != null) {
      throw new IllegalArgumentException(
          "document " + docid + " judged again for query " + topic + "; keep one of the two");
    }
  }

  private static int grade(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the grade " + text + " is not a whole number", e);
    }
  }
}
