package io.rank1.core.listwise.algorithm;

import java.util.List;

/** Answers questions about lists of candidates. */
@FunctionalInterface
public interface Judge {

  /**
   * Judges lists that do not depend on each other.
   *
   * @param lists candidates in the order in which they are to be shown; no list twice
   * @return a judgement for each, in the same order
   */
  List<Judgement> judge(List<List<Integer>> lists);
}
