package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads NevIR's pairs: its own files, JSON objects with the fields id, q1, q2, doc1 and doc2, whose
 * queries are then called id_q1 and id_q2, and its documents id_doc1 and id_doc2; or judgements as
 * mteb has them, with topics so called and one relevant document each. Relevant is a grade from 1.
 */
public final class QueryPairsReader {

  private static final Set<String> FIELDS = Set.of("id", "q1", "q2", "doc1", "doc2");
  private static final String FIRST = "_q1";
  private static final String SECOND = "_q2";

  private QueryPairsReader() {}

  /**
   * Reads a file.
   *
   * @throws InputException when it is neither, a pair is not whole, or comes twice
   */
  public static QueryPairs read(Path path) throws InputException {
    try (OpenedFile file = OpenedFile.open(path)) {
      if (file.first() != '{') {
        return ofQrels(QrelsReader.readLines(file));
      }
      List<JsonRecord> records = JsonRecords.read(file);
      return QrelsReader.isJudgement(records.get(0))
          ? ofQrels(QrelsReader.ofRecords(file.name(), records))
          : ofRecords(file.name(), records);
    }
  }

  private static QueryPairs ofRecords(String name, List<JsonRecord> records) throws InputException {
    Map<String, QueryPair> pairs = new LinkedHashMap<>();
    for (JsonRecord record : records) {
      if (!record.has(FIELDS)) {
        throw InputException.at(
            name, record.line(), "expected the fields id, q1, q2, doc1 and doc2, or judgements");
      }
      String id = record.values().get("id");
      QueryPair pair =
          new QueryPair(
              id,
              new QueryPair.Half(id + FIRST, id + "_doc1"),
              new QueryPair.Half(id + SECOND, id + "_doc2"));
      pairs.put(id, pair); // a pair that is there again says the same of documents
    }
    return new QueryPairs(name, List.copyOf(pairs.values()));
  }

  private static QueryPairs ofQrels(Qrels qrels) throws InputException {
    Map<String, QueryPair> pairs = new LinkedHashMap<>();
    for (String topic : qrels.topics()) {
      try {
        String id = pairOf(topic);
        if (!pairs.containsKey(id)) {
          pairs.put(id, new QueryPair(id, half(qrels, id + FIRST), half(qrels, id + SECOND)));
        }
      } catch (IllegalArgumentException e) {
        throw new InputException(qrels.name() + ": " + e.getMessage());
      }
    }
    return new QueryPairs(qrels.name(), List.copyOf(pairs.values()));
  }

  private static String pairOf(String topic) {
    if (!topic.endsWith(FIRST) && !topic.endsWith(SECOND)) {
      throw new IllegalArgumentException(
          "topic " + topic + " is of no pair: it has neither _q1 nor _q2 at its end");
    }
    return topic.substring(0, topic.length() - FIRST.length());
  }

  private static QueryPair.Half half(Qrels qrels, String topic) {
    List<String> relevant =
        qrels.grades(topic).entrySet().stream()
            .filter(document -> document.getValue() >= 1)
            .map(Map.Entry::getKey)
            .toList();
    if (relevant.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "topic %s has %d relevant documents; each query of a pair has one",
              topic,
              relevant.size()));
    }
    return new QueryPair.Half(topic, relevant.get(0));
  }
}
