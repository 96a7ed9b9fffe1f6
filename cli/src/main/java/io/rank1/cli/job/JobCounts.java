package io.rank1.cli.job;

import io.rank1.cli.journal.Finish;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.output.Relevance;
import io.rank1.core.pair.Timings;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** What a job has done and has to do. Safe for use by several threads. */
final class JobCounts {

  /** Parts of equal width that probabilities are counted in. */
  static final int BINS = 10;

  /** About what a token holds, so that a passage is not thought longer than what is kept of it. */
  private static final int CHARS_PER_TOKEN = 5;

  private final JobPlan plan;
  private final int mostChars;
  private final LengthModel lengths = new LengthModel();
  private final SortedMap<Finish, Long> reasons = new TreeMap<>();
  private final long[] bins = new long[BINS];
  private final int[] openByQuery;
  private final int total;
  private final int totalQueries;
  private int pairs;
  private int queries;
  private int fromJournal;
  private int cut;
  private long failures;
  private long promptTokens;
  private long completionTokens;
  private int scoredNow;
  private int openPairs;
  private long openChars;

  /**
   * Counts what the journal has already.
   *
   * @param contextTokens what a pair can hold; longer ones are cut
   */
  JobCounts(JobPlan plan, JobResults results, int contextTokens) {
    this(plan, results, contextTokens, plan.firsts());
  }

  /** Counts what is open, and nothing else: the pairs of a later round. */
  static JobCounts ofOpen(JobPlan plan, JobResults results, int contextTokens) {
    return new JobCounts(plan, results, contextTokens, plan.open().stream().toArray());
  }

  /**
   * Counts what decides each pair's place in a job of several passes.
   *
   * @param deciding the result of a pair by its index; nothing while it is open
   * @param fromJournal pairs that the journal had when the job began
   * @param scoredNow results of any pass that came since
   */
  static JobCounts ofAll(
      JobPlan plan, IntFunction<Optional<JournalEntry>> deciding, int fromJournal, int scoredNow) {
    JobCounts counts = new JobCounts(plan, new int[0], 1, plan.size(), plan.queries());
    counts.fromJournal = fromJournal;
    counts.scoredNow = scoredNow;
    for (int i = 0; i < plan.size(); i++) {
      deciding.apply(i).ifPresent(entry -> counts.add(entry, 1));
    }
    return counts;
  }

  private JobCounts(JobPlan plan, JobResults results, int contextTokens, int[] firsts) {
    this(plan, openByQuery(plan, firsts), contextTokens);
    for (int first : firsts) {
      if (plan.isOpen(first)) {
        openPairs++;
        openChars += chars(first);
      } else {
        JournalEntry entry = results.find(first).orElseThrow();
        fromJournal += add(first, entry);
      }
    }
  }

  private JobCounts(JobPlan plan, int[] openByQuery, int contextTokens) {
    this(
        plan,
        openByQuery,
        contextTokens,
        Arrays.stream(openByQuery).sum(),
        (int) Arrays.stream(openByQuery).filter(open -> open > 0).count());
  }

  private JobCounts(
      JobPlan plan, int[] openByQuery, int contextTokens, int total, int totalQueries) {
    this.plan = plan;
    this.openByQuery = openByQuery;
    this.mostChars = CHARS_PER_TOKEN * contextTokens;
    this.total = total;
    this.totalQueries = totalQueries;
  }

  private static int[] openByQuery(JobPlan plan, int[] firsts) {
    int[] open = new int[plan.queries()];
    for (int first : firsts) {
      for (int index : plan.sharers(first)) {
        open[plan.query(index)]++;
      }
    }
    return open;
  }

  /** Counts a pair that was scored now, and with it those that share its result. */
  synchronized void done(int first, JournalEntry entry, Timings timings) {
    add(first, entry);
    int chars = chars(first);
    lengths.observe(chars, timings.prefill().plus(timings.decode()).toNanos() / 1e9);
    scoredNow++;
    openPairs--;
    openChars -= chars;
  }

  private int add(int first, JournalEntry entry) {
    int[] sharers = plan.sharers(first);
    for (int index : sharers) {
      int query = plan.query(index);
      openByQuery[query]--;
      queries += openByQuery[query] == 0 ? 1 : 0;
    }
    add(entry, sharers.length);
    return sharers.length;
  }

  private void add(JournalEntry entry, int count) {
    pairs += count;
    cut += entry.cut() ? count : 0;
    promptTokens += (long) count * entry.promptTokens();
    completionTokens += (long) count * entry.completionTokens();
    reasons.merge(entry.finish(), (long) count, Long::sum);
    entry
        .relevance()
        .map(Relevance::probability)
        .ifPresentOrElse(p -> bins[bin(p)] += count, () -> failures += count);
  }

  private int chars(int first) {
    return Math.min(mostChars, plan.chars(first));
  }

  private static int bin(double probability) {
    return Math.min(BINS - 1, (int) (probability * BINS));
  }

  /** All pairs that are counted. */
  int total() {
    return total;
  }

  /** All their queries. */
  int totalQueries() {
    return totalQueries;
  }

  /** Pairs with a result. */
  synchronized int pairs() {
    return pairs;
  }

  /** Queries whose pairs all have one. */
  synchronized int queries() {
    return queries;
  }

  /** Pairs whose result was there when the job began. */
  int fromJournal() {
    return fromJournal;
  }

  /** Pairs whose prompt another one has before them. */
  int duplicates() {
    return plan.duplicates();
  }

  /** Pairs scored since the job began, duplicates not counted. */
  synchronized int scoredNow() {
    return scoredNow;
  }

  /** Pairs without a score. */
  synchronized long failures() {
    return failures;
  }

  /** Pairs whose passage was cut. */
  synchronized int cut() {
    return cut;
  }

  synchronized long promptTokens() {
    return promptTokens;
  }

  synchronized long completionTokens() {
    return completionTokens;
  }

  /** How often pairs ended in each way. */
  synchronized SortedMap<Finish, Long> reasons() {
    return new TreeMap<>(reasons);
  }

  /** How many probabilities lie in each tenth of 0 to 1. */
  synchronized long[] bins() {
    return bins.clone();
  }

  /**
   * How long the rest will take; nothing before a pair is done.
   *
   * @param atOnce pairs computed at once, on average
   */
  synchronized OptionalDouble secondsLeft(double atOnce) {
    if (lengths.observedSeconds() == 0 || atOnce <= 0) {
      return OptionalDouble.empty();
    }
    // At the end there are fewer pairs than slots.
    double slots = Math.max(1, Math.min(atOnce, openPairs));
    return OptionalDouble.of(lengths.expectedSeconds(openPairs, openChars) / slots);
  }
}
