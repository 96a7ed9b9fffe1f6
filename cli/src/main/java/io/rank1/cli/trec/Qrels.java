package io.rank1.cli.trec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What judges said.
 *
 * @param name their file, for messages
 * @param grades the grade of each document that was judged, for each topic; topics are in the order
 *     of their bytes, as in trec_eval
 * @param notes what was odd, one line each
 */
public record Qrels(String name, Map<String, Map<String, Integer>> grades, List<String> notes) {

  /** Validates and copies the components. */
  public Qrels {
    Objects.requireNonNull(name, "name");
    SortedMap<String, Map<String, Integer>> copy = new TreeMap<>(Utf8Order.ASCENDING);
    grades.forEach((topic, documents) -> copy.put(topic, Map.copyOf(documents)));
    grades = Collections.unmodifiableSortedMap(copy);
    notes = List.copyOf(notes);
  }

  /** Judgements that nothing is odd about. */
  public Qrels(String name, Map<String, Map<String, Integer>> grades) {
    this(name, grades, List.of());
  }

  /** The identifiers of the judged topics. */
  public Set<String> topics() {
    return grades.keySet();
  }

  /** The grades of a topic's judged documents. */
  public Map<String, Integer> grades(String topic) {
    return grades.getOrDefault(topic, Map.of());
  }
}
