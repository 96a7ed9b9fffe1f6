package io.rank1.cli.collection.run;

import io.rank1.cli.input.Columns;
import io.rank1.cli.input.DataLines;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.JsonFile;
import io.rank1.cli.input.OpenedFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Documents that are no answers to a topic, such as those that its text was made from. The same
 * document may be there twice.
 */
public final class ExcludedIds {

  /** Excludes nothing. */
  public static final ExcludedIds NONE = new ExcludedIds();

  private static final Columns COLUMNS = Columns.withBlanks("qid", "docid");
  private static final String SHAPE = "{\"qid\": [\"docid\"]}";

  private final Map<String, Set<String>> docids = new HashMap<>();

  private ExcludedIds() {}

  /**
   * Reads a file, plain or packed: {@code {"qid": ["docid"]}}, as BRIGHT has it, when its first
   * character is a brace; else lines of qid and docid, separated by blanks or tabs. An empty file
   * excludes nothing.
   *
   * @throws InputException when the file has another shape
   */
  public static ExcludedIds read(Path path) throws InputException {
    ExcludedIds excluded = new ExcludedIds();
    try (OpenedFile file = OpenedFile.open(path)) {
      if (file.first() == '{') {
        JsonFile.read(path.toString(), file.contents(), SHAPE, excluded::readJson);
      } else {
        excluded.readLines(DataLines.of(file.lines()));
      }
    }
    return excluded;
  }

  private void readJson(JsonFile file) throws InputException {
    JsonParser json = file.json();
    file.require(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String qid = json.currentName();
      file.require(JsonToken.START_ARRAY);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        file.require(json.currentToken() == JsonToken.VALUE_STRING);
        add(qid, file.text());
      }
    }
  }

  private void readLines(DataLines lines) throws InputException {
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      try {
        List<String> cells = COLUMNS.cells(line.get());
        add(cells.get(0), cells.get(1));
      } catch (IllegalArgumentException e) {
        throw lines.bad(e);
      }
    }
  }

  private void add(String qid, String docid) {
    docids.computeIfAbsent(qid, unused -> new HashSet<>()).add(docid);
  }

  /** The topics that have such documents. */
  public Set<String> qids() {
    return Set.copyOf(docids.keySet());
  }

  /** The same documents, also for topics that this file calls otherwise. */
  public ExcludedIds renamed(Map<String, String> others) {
    ExcludedIds renamed = new ExcludedIds();
    renamed.docids.putAll(docids);
    others.forEach((qid, other) -> renamed.docids.put(qid, docids.get(other)));
    return renamed;
  }

  /** Whether a document is to be left out of a topic's ranking. */
  public boolean contains(String qid, String docid) {
    return docids.getOrDefault(qid, Set.of()).contains(docid);
  }
}
