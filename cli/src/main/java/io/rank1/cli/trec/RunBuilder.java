package io.rank1.cli.trec;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gathers the documents of a run, which may come in any order. */
final class RunBuilder {

  private final Map<String, Map<String, ScoredDocument>> topics = new HashMap<>();
  private final Repeats repeats = new Repeats();

  /**
   * Takes a document over, its score twice rounded, as C's atof and float do it.
   *
   * @throws IllegalArgumentException when the topic has the document already, with another score
   */
  void add(RunLine line) {
    ScoredDocument document = new ScoredDocument(line.docid(), (float) line.score());
    ScoredDocument other =
        topics
            .computeIfAbsent(line.qid(), unused -> new LinkedHashMap<>())
            .putIfAbsent(line.docid(), document);
    if (document.equals(other)) {
      repeats.add(line.qid(), line.docid());
    } else if (other != null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "document %s again for query %s, with another score; keep one of the two",
              line.docid(),
              line.qid()));
    }
  }

  boolean isEmpty() {
    return topics.isEmpty();
  }

  Run build(String name) {
    Map<String, List<ScoredDocument>> rankings = new HashMap<>();
    topics.forEach(
        (topic, documents) ->
            rankings.put(
                topic, documents.values().stream().sorted(ScoredDocument.RANKING).toList()));
    return new Run(name, rankings, repeats.notes(name));
  }
}
