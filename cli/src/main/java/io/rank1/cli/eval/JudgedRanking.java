package io.rank1.cli.eval;

import io.rank1.cli.trec.ScoredDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A ranking of a topic as the judges see it. Documents that nobody judged count as not relevant,
 * and so do negative grades; the latter are judged all the same.
 */
final class JudgedRanking {

  private static final int UNJUDGED = Integer.MIN_VALUE;

  private final int[] ranked;
  private final int[] judged; // ascending

  /**
   * @param ranking the documents, the best first; may be empty
   * @param grades the grades of the topic's judged documents, in the ranking or not
   */
  JudgedRanking(List<ScoredDocument> ranking, Map<String, Integer> grades) {
    ranked =
        ranking.stream()
            .mapToInt(document -> grades.getOrDefault(document.docid(), UNJUDGED))
            .toArray();
    judged = grades.values().stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** How many documents are ranked. */
  int size() {
    return ranked.length;
  }

  /** How many documents were judged. */
  int judged() {
    return judged.length;
  }

  /** Whether the document at a rank, from 1, was judged. */
  boolean isJudged(int rank) {
    return ranked[rank - 1] != UNJUDGED;
  }

  /** The grade of the document at a rank, from 1; not below 0. */
  int grade(int rank) {
    return Math.max(0, ranked[rank - 1]);
  }

  /** The grade at a rank, from 1 to {@link #judged}, of the best ranking; not below 0. */
  int idealGrade(int rank) {
    return Math.max(0, judged[judged.length - rank]);
  }

  /** How many judged documents there are with at least a grade. */
  int relevant(int level) {
    return (int) Arrays.stream(judged).filter(grade -> grade >= level).count();
  }

  /** How many of the first documents have at least a grade. */
  int relevantAmong(int depth, int level) {
    return (int) Arrays.stream(ranked).limit(depth).filter(grade -> grade >= level).count();
  }
}
