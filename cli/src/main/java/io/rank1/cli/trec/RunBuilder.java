package io.rank1.cli.trec;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the documents of a run, which may come in any order. */
final class RunBuilder {

  private final Map<String, Map<String, ScoredDocument>> topics = new HashMap<>();

  /**
   * @throws IllegalArgumentException when the topic has the document already
   */
  void add(String topic, ScoredDocument document) {
    ScoredDocument other =
        topics
            .computeIfAbsent(topic, unused -> new LinkedHashMap<>())
            .putIfAbsent(document.docid(), document);
    if (other != null) {
      throw new IllegalArgumentException(
          "document " + document.docid() + " again for query " + topic + "; keep one of the two");
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
    return new Run(name, rankings);
  }
}
