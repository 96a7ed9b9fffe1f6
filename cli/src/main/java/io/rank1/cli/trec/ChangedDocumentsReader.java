package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the documents whose relevance ends with the change of an instruction, in FollowIR's files:
 * its qrel_diff, which lists them, or judgements under both instructions, in one file or two. A
 * document is relevant from grade 1 on, and not where nobody judged it.
 */
public final class ChangedDocumentsReader {

  private static final Set<String> LISTED = Set.of("query-id");
  private static final String LIST = "corpus-ids";

  private ChangedDocumentsReader() {}

  /**
   * Reads a list of changes, or judgements whose topics are named with -og and -changed. The list
   * is of JSON objects, {@code {"query-id": "307", "corpus-ids": ["a"]}} or {@code {"307": ["a"]}}.
   *
   * @throws InputException when the file is neither, a topic is under one instruction only, or no
   *     document changes
   */
  public static ChangedDocuments read(Path path) throws InputException {
    try (OpenedFile file = OpenedFile.open(path)) {
      if (file.first() != '{') {
        return ofQrels(QrelsReader.readLines(file));
      }
      List<JsonRecord> records = JsonRecords.read(file);
      return QrelsReader.isJudgement(records.get(0))
          ? ofQrels(QrelsReader.ofRecords(file.name(), records))
          : some(new ChangedDocuments(file.name(), listed(file.name(), records)));
    }
  }

  /**
   * Compares judgements under the original and under the changed instructions. Topics may be named
   * with -og and -changed, or both times without.
   *
   * @throws InputException when a file is bad, a topic is under one instruction only, or no
   *     document changes
   */
  public static ChangedDocuments read(Path original, Path changed) throws InputException {
    Qrels first = QrelsReader.read(original);
    Qrels second = QrelsReader.read(changed);
    Map<String, Map<String, Integer>> both = new LinkedHashMap<>();
    both.putAll(InstructionVersion.ORIGINAL.named(first.name(), first.grades()));
    both.putAll(InstructionVersion.CHANGED.named(second.name(), second.grades()));
    return ofQrels(new Qrels(first.name() + " and " + second.name(), both));
  }

  private static Map<String, Set<String>> listed(String name, List<JsonRecord> records)
      throws InputException {
    Map<String, Set<String>> documents = new LinkedHashMap<>();
    for (JsonRecord record : records) {
      try {
        if (record.has(LISTED) && record.lists().containsKey(LIST)) {
          add(documents, record.values().get("query-id"), record.lists().get(LIST));
        } else if (record.values().isEmpty()) {
          record.lists().forEach((query, docids) -> add(documents, query, docids));
        } else {
          throw new IllegalArgumentException(
              "expected {\"query-id\": \"qid\", \"corpus-ids\": [\"docid\"]}, {\"qid\": [\"docid\"]}"
                  + " or judgements");
        }
      } catch (IllegalArgumentException e) {
        throw InputException.at(name, record.line(), e.getMessage());
      }
    }
    return documents;
  }

  private static void add(Map<String, Set<String>> documents, String query, List<String> docids) {
    Set<String> distinct = new LinkedHashSet<>(docids);
    Set<String> other = documents.put(query, distinct);
    if (other != null && !other.equals(distinct)) {
      throw new IllegalArgumentException(
          "query " + query + " again, with other documents; keep one of the two");
    }
  }

  private static ChangedDocuments ofQrels(Qrels qrels) throws InputException {
    Map<String, Set<String>> documents = new LinkedHashMap<>();
    for (String topic : qrels.topics()) {
      if (InstructionVersion.ORIGINAL.isOf(topic)) {
        String query = InstructionVersion.ORIGINAL.query(topic);
        String changed = InstructionVersion.CHANGED.topic(query);
        requireTopic(qrels, topic, changed);
        documents.put(query, noLongerRelevant(qrels.grades(topic), qrels.grades(changed)));
      } else if (InstructionVersion.CHANGED.isOf(topic)) {
        String query = InstructionVersion.CHANGED.query(topic);
        requireTopic(qrels, topic, InstructionVersion.ORIGINAL.topic(query));
      } else {
        throw new InputException(
            String.format(
                    Locale.ROOT,
                    "%s: topic %s has neither -og nor -changed at its end; are the judgements under changed",
                    qrels.name(),
                    topic)
                + " instructions in a file of their own, for --changed-qrels?");
      }
    }
    return some(new ChangedDocuments(qrels.name(), documents));
  }

  private static void requireTopic(Qrels qrels, String topic, String partner)
      throws InputException {
    if (!qrels.topics().contains(partner)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: topic %s is there without %s; remove it or add the other",
              qrels.name(),
              topic,
              partner));
    }
  }

  private static Set<String> noLongerRelevant(
      Map<String, Integer> original, Map<String, Integer> changed) {
    Set<String> docids = new LinkedHashSet<>();
    original.forEach(
        (docid, grade) -> {
          if (grade >= 1 && changed.getOrDefault(docid, 0) < 1) {
            docids.add(docid);
          }
        });
    return docids;
  }

  private static ChangedDocuments some(ChangedDocuments changes) throws InputException {
    if (changes.documents().isEmpty()) {
      throw new InputException(
          changes.name()
              + ": no document is relevant under an original instruction and not under the changed"
              + " one");
    }
    return changes;
  }
}
