package io.rank1.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.PairIds;
import io.rank1.cli.journal.Finish;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.output.Relevance;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.profile.ProfileMethod;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a job holds for every pair, all of which have a result. */
class JobMemoryTest {

  /** So many longs fill a mebibyte, which is what the collector may round a large array up to. */
  private static final int PAIRS = 131_000;

  private static final int MOST_BYTES_PER_PAIR = 64;

  /** Every pair has a query of its own, which takes the most. */
  private static final class MadeUp implements JobInput {

    @Override
    public Pairs open() {
      return new Pairs() {

        private int index;

        @Override
        public Optional<JobPair> next() {
          if (index == PAIRS) {
            return Optional.empty();
          }
          int i = index++;
          PairPlace place =
              PairPlace.ofLine(i + 1L, Optional.of(new PairIds("q" + i, "document " + i)));
          return Optional.of(new JobPair(place, new RerankRequest("query " + i, "passage " + i)));
        }

        @Override
        public void close() {
          // nothing is open
        }
      };
    }

    @Override
    public Kind kind() {
      return Kind.TABLE;
    }

    @Override
    public List<String> qids() {
      return List.of();
    }

    @Override
    public List<PairPlace> unscored(String qid) {
      return List.of();
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void isBoundedPerPair() throws InputException {
    JobIdentity identity = new JobIdentity("m", Recipe.EMPTY.with("seed", 1));
    long before = heap();
    JobPlan plan = JobPlan.of(new MadeUp(), ProfileMethod.rank1(), pair -> {}).keyedBy(identity);
    JobResults results = results(plan, identity);
    plan.openUnless(first -> results.find(first).isPresent());
    JobCounts counts = new JobCounts(plan, results, 16_000);
    long perPair = (heap() - before) / PAIRS;

    requireAll(counts, results);
    assertThat(perPair).as("bytes per pair").isBetween(40L, (long) MOST_BYTES_PER_PAIR);
  }

  @Test
  void isBoundedPerPairAndPassOfTwo() throws InputException {
    JobIdentity first = new JobIdentity("m", Recipe.EMPTY.with("seed", 1));
    JobIdentity second = new JobIdentity("m", Recipe.EMPTY.with("seed", 2));
    long before = heap();
    JobPlan plan = JobPlan.of(new MadeUp(), ProfileMethod.rank1(), pair -> {});
    JobPlan direct = plan.keyedBy(first);
    JobPlan thinking = plan.keyedBy(second);
    JobResults directResults = results(direct, first);
    JobResults thinkingResults = results(thinking, second);
    direct.openUnless(index -> directResults.find(index).isPresent());
    JobCounts counts = new JobCounts(direct, directResults, 16_000);
    BitSet wanted = new BitSet();
    wanted.set(0, PAIRS);
    thinking.openOnly(wanted);
    JobCounts round = JobCounts.ofOpen(thinking, thinkingResults, 16_000);
    long perPair = (heap() - before) / PAIRS;

    requireAll(counts, directResults);
    assertThat(round.total()).isEqualTo(PAIRS);
    assertThat(plan.size()).isEqualTo(PAIRS);
    assertThat(perPair).as("bytes per pair").isBetween(80L, 2L * MOST_BYTES_PER_PAIR);
  }

  private static JobResults results(JobPlan plan, JobIdentity identity) {
    JobResults results = new JobResults(plan, identity);
    for (int i = 0; i < PAIRS; i++) {
      results.add(
          plan.key(i),
          new JournalEntry(
              100L + i,
              Finish.of(FinishReason.ANSWERED),
              Optional.of(new Relevance(i)),
              i,
              2,
              i % 3 == 0));
    }
    return results;
  }

  private static void requireAll(JobCounts counts, JobResults results) {
    assertThat(counts.pairs()).isEqualTo(PAIRS);
    assertThat(counts.totalQueries()).isEqualTo(PAIRS);
    assertThat(counts.cut()).isEqualTo((PAIRS + 2) / 3);
    assertThat(results.find(PAIRS - 1))
        .contains(
            new JournalEntry(
                99L + PAIRS,
                Finish.of(FinishReason.ANSWERED),
                Optional.of(new Relevance(PAIRS - 1)),
                PAIRS - 1,
                2,
                (PAIRS - 1) % 3 == 0));
  }
}
