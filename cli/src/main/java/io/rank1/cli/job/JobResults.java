package io.rank1.cli.job;

import io.rank1.cli.journal.Finish;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.output.Relevance;
import io.rank1.core.identity.Hash128;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the journal says of the pairs of a plan, in 26 bytes per pair; the rest stays in the file.
 * Used by one thread.
 */
final class JobResults {

  private static final int CUT = 1 << 15;
  private static final double NO_SCORE = Double.NaN;

  private final JobPlan plan;
  private final JobIdentity identity;
  private final long[] offsets; // 0, where the journal's header is, for pairs without a result
  private final double[] logOdds;
  private final int[] promptTokens;
  private final int[] completionTokens;
  private final short[] ends; // the finish reason's number, and whether the passage was cut
  private final List<Finish> reasons = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param plan by the keys of the identity
   * @param identity what the scores depend on beside the prompts
   */
  JobResults(JobPlan plan, JobIdentity identity) {
    this.plan = plan;
    this.identity = identity;
    this.offsets = new long[plan.size()];
    this.logOdds = new double[plan.size()];
    this.promptTokens = new int[plan.size()];
    this.completionTokens = new int[plan.size()];
    this.ends = new short[plan.size()];
  }

  /** Takes a record of a journal, if it is of one of the pairs. */
  void add(Hash128 key, JournalEntry entry) {
    int first = plan.first(key);
    if (first >= 0) {
      note(first, entry);
    }
  }

  /** Notes what became of a pair, the first of its prompt, and with it of those that share it. */
  void note(int first, JournalEntry entry) {
    int reason = reasons.indexOf(entry.finish());
    if (reason < 0) {
      reason = reasons.size();
      if (reason >= CUT) {
        throw new IllegalArgumentException("too many finish reasons: " + entry.finish().name());
      }
      reasons.add(entry.finish());
    }
    offsets[first] = entry.offset();
    logOdds[first] = entry.relevance().map(Relevance::logOdds).orElse(NO_SCORE);
    promptTokens[first] = entry.promptTokens();
    completionTokens[first] = entry.completionTokens();
    ends[first] = (short) (reason | (entry.cut() ? CUT : 0));
  }

  /** What became of a pair. */
  Optional<JournalEntry> find(int index) {
    int first = plan.first(index);
    if (offsets[first] == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new JournalEntry(
            offsets[first],
            reasons.get(ends[first] & CUT - 1),
            Double.isNaN(logOdds[first])
                ? Optional.empty()
                : Optional.of(new Relevance(logOdds[first])),
            promptTokens[first],
            completionTokens[first],
            (ends[first] & CUT) != 0));
  }

  /** Forgets pairs without a score, so that they are scored again. */
  void forgetFailures() {
    for (int first = 0; first < offsets.length; first++) {
      if (Double.isNaN(logOdds[first])) {
        offsets[first] = 0;
      }
    }
  }

  /** How many prompts have a result. */
  int count() {
    return (int) Arrays.stream(offsets).filter(offset -> offset > 0).count();
  }

  JobIdentity identity() {
    return identity;
  }
}
