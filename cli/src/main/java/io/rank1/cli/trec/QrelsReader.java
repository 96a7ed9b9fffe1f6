package io.rank1.cli.trec;

import io.rank1.cli.input.Columns;
import io.rank1.cli.input.DataLines;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import io.rank1.cli.input.WholeNumber;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads judgements: as TREC writes them, qid, iter, docid and grade, separated by blanks or tabs,
 * iter being ignored; as BEIR does, query-id, corpus-id and score, separated by tabs, below a line
 * with these names, which tells the two apart; or as data sets on huggingface.co do, JSON objects
 * with fields of these names. Lines of columns that start with # are comments, as in trec_eval from
 * 10.0 on.
 */
public final class QrelsReader {

  private static final Columns TREC = Columns.withBlanks("qid", "iter", "docid", "grade");
  private static final Columns BEIR = Columns.withTabs("query-id", "corpus-id", "score");
  private static final Set<String> JSON_FIELDS = Set.copyOf(BEIR.names());

  private QrelsReader() {}

  /**
   * Reads a file.
   *
   * @throws InputException when a line is bad, a document comes twice for a topic with different
   *     grades, or there is none
   */
  public static Qrels read(Path path) throws InputException {
    try (OpenedFile file = OpenedFile.open(path)) {
      return file.first() == '{' ? ofRecords(file.name(), JsonRecords.read(file)) : readLines(file);
    }
  }

  /** Whether a JSON object is a judgement. */
  static boolean isJudgement(JsonRecord record) {
    return record.has(JSON_FIELDS);
  }

  /**
   * The judgements that JSON objects hold.
   *
   * @param name their file, for messages
   * @throws InputException when one holds none, or a document has two grades
   */
  static Qrels ofRecords(String name, List<JsonRecord> records) throws InputException {
    Map<String, Map<String, Integer>> topics = new HashMap<>();
    Repeats repeats = new Repeats();
    for (JsonRecord record : records) {
      try {
        if (!isJudgement(record)) {
          throw new IllegalArgumentException(
              "expected {\"query-id\": \"qid\", \"corpus-id\": \"docid\", \"score\": grade}");
        }
        Map<String, String> values = record.values();
        add(
            topics,
            repeats,
            values.get("query-id"),
            values.get("corpus-id"),
            WholeNumber.parse("grade", values.get("score")));
      } catch (IllegalArgumentException e) {
        throw InputException.at(name, record.line(), e.getMessage());
      }
    }
    return new Qrels(name, topics, repeats.notes(name));
  }

  /**
   * The judgements of lines of columns.
   *
   * @param file closed by its owner
   * @throws InputException when a line is bad, a document comes twice for a topic with different
   *     grades, or there is none
   */
  static Qrels readLines(OpenedFile file) throws InputException {
    Map<String, Map<String, Integer>> topics = new HashMap<>();
    Repeats repeats = new Repeats();
    DataLines lines = DataLines.withComments(file.lines());
    Optional<String> line = lines.next();
    boolean header = line.isPresent() && BEIR.isHeader(line.get());
    Columns columns = header ? BEIR : TREC;
    if (header) {
      line = lines.next();
    }
    for (; line.isPresent(); line = lines.next()) {
      try {
        List<String> cells = columns.cells(line.get());
        int last = cells.size() - 1; // the topic is in the first column, the others are at the end
        add(
            topics,
            repeats,
            cells.get(0),
            cells.get(last - 1),
            WholeNumber.parse("grade", cells.get(last)));
      } catch (IllegalArgumentException e) {
        throw lines.bad(e);
      }
    }
    if (topics.isEmpty()) {
      throw new InputException(file.name() + ": no judgements");
    }
    return new Qrels(file.name(), topics, repeats.notes(file.name()));
  }

  private static void add(
      Map<String, Map<String, Integer>> topics,
      Repeats repeats,
      String topic,
      String docid,
      int grade) {
    Integer other =
        topics.computeIfAbsent(topic, unused -> new HashMap<>()).putIfAbsent(docid, grade);
    if (other != null && other == grade) {
      repeats.add(topic, docid);
    } else if (other != null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "document %s judged again for query %s, with another grade; keep one of the two",
              docid,
              topic));
    }
  }
}
