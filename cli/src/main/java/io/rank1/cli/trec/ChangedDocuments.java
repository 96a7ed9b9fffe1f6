package io.rank1.cli.trec;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The documents whose relevance ends with the change of a query's instruction, which p-MRR is
 * about.
 *
 * @param name their file, for messages
 * @param documents for each query, named without suffix; both in the order of their bytes, so that
 *     sums are always the same; queries without such documents are left out
 */
public record ChangedDocuments(String name, Map<String, Set<String>> documents) {

  /** Validates and copies the components. */
  public ChangedDocuments {
    Objects.requireNonNull(name, "name");
    SortedMap<String, Set<String>> copy = new TreeMap<>(Utf8Order.ASCENDING);
    documents.forEach(
        (query, docids) -> {
          if (!docids.isEmpty()) {
            SortedSet<String> sorted = new TreeSet<>(Utf8Order.ASCENDING);
            sorted.addAll(docids);
            copy.put(query, Collections.unmodifiableSortedSet(sorted));
          }
        });
    documents = Collections.unmodifiableSortedMap(copy);
  }
}
