package io.rank1.cli.collection.run;

import java.util.List;

/**
 * A topic of a first-stage run.
 *
 * @param qid its identifier
 * @param line where the run first names it, from 1
 * @param candidates its documents, the best first
 */
public record RankedTopic(String qid, long line, List<Candidate> candidates) {

  /** Copies the candidates. */
  public RankedTopic {
    candidates = List.copyOf(candidates);
  }
}
