package io.rank1.cli.results;

import io.rank1.cli.input.PairIds;
import io.rank1.cli.trec.Utf8Order;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * A run: qid, Q0, docid, rank, score, tag. The score is the difference of the logits, or in a job
 * of two passes what {@link io.rank1.core.cascade.RankingValues} makes of it, and of lists what
 * their ranking gives. Programs sort runs by this column, some after rounding it to 32 bits, and by
 * docid, backwards, where it is equal (trec_eval's form_res_rels.c). Where that would give another
 * order than ours, the score is the next smaller 32-bit number than the one before. Passages
 * without a score follow in steps of 1.
 */
final class TrecFormat implements ResultFormat {

  private final String tag;

  TrecFormat(String tag) {
    this.tag = tag;
  }

  @Override
  public Order order() {
    return Order.RANKED;
  }

  @Override
  public void write(List<ResultRow> rows, Writer out) throws IOException {
    double before = Double.POSITIVE_INFINITY;
    String docidBefore = "";
    for (ResultRow row : rows) {
      PairIds ids = row.requireIds();
      double score = row.runScore().orElse(below(before));
      if (!isSortedAfter(before, docidBefore, score, ids.docid())) {
        score = Math.nextDown((float) before);
      }
      out.write(ids.qid() + " Q0 " + ids.docid() + " " + row.rank().getAsInt());
      out.write(" " + score + " " + tag + "\n");
      before = score;
      docidBefore = ids.docid();
    }
  }

  /** The score of a passage that has none: a 32-bit number below another. */
  private static double below(double before) {
    if (Double.isInfinite(before)) {
      return 0;
    }
    float stepped = (float) before - 1;
    return Math.min(stepped, Math.nextDown((float) before));
  }

  /** Whether every reader puts the second behind the first. */
  private static boolean isSortedAfter(
      double first, String firstDocid, double second, String secondDocid) {
    boolean tieHolds = Utf8Order.ASCENDING.compare(secondDocid, firstDocid) < 0;
    boolean inDoubles = second < first || second == first && tieHolds;
    boolean inFloats =
        (float) second < (float) first || (float) second == (float) first && tieHolds;
    return inDoubles && inFloats;
  }
}
