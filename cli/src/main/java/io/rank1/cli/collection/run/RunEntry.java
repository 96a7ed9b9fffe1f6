package io.rank1.cli.collection.run;

import java.util.Comparator;

/**
 * A line of a run.
 *
 * @param docid the document
 * @param score its score
 * @param rank what the column rank says; 0 where there is none
 * @param line its line, from 1
 */
record RunEntry(String docid, double score, int rank, int line) {

  /**
   * The first stage's order: the highest score first; of equal scores the lowest rank, where the
   * run has ranks, and then what comes first in the file. Lists that are sorted by it keep the
   * file's order among equals.
   */
  static final Comparator<RunEntry> ORDER =
      Comparator.comparingDouble(RunEntry::score).reversed().thenComparingInt(RunEntry::rank);

  RunEntry {
    score += 0.0; // -0 is another number to Java's comparisons
  }
}
