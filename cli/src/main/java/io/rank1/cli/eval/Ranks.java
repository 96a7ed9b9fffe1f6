package io.rank1.cli.eval;

import io.rank1.cli.trec.ScoredDocument;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where documents are in a ranking. */
final class Ranks {

  private final Map<String, Integer> ranks = new HashMap<>();

  /**
   * @param ranking the documents, the best first; may be empty
   */
  Ranks(List<ScoredDocument> ranking) {
    for (ScoredDocument document : ranking) {
      ranks.put(document.docid(), ranks.size() + 1);
    }
  }

  boolean isEmpty() {
    return ranks.isEmpty();
  }

  /** The rank of a document, from 1; the one after the last where the ranking lacks it. */
  int of(String docid) {
    return ranks.getOrDefault(docid, ranks.size() + 1);
  }

  /** How many of these documents the ranking lacks. */
  int lacking(Collection<String> docids) {
    return (int) docids.stream().filter(docid -> !ranks.containsKey(docid)).count();
  }
}
