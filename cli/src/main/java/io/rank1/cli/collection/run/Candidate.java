package io.rank1.cli.collection.run;

/**
 * A document of a first-stage ranking.
 *
 * @param docid its identifier, not blank
 * @param rank its place in the first stage's order, from 1
 * @param score the first stage's score, finite
 */
public record Candidate(String docid, int rank, double score) {

  public Candidate {
    if (docid.isBlank()) {
      throw new IllegalArgumentException("a candidate needs an identifier");
    }
    if (rank < 1) {
      throw new IllegalArgumentException("ranks count from 1: " + rank);
    }
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("a score is not a finite number");
    }
  }
}
