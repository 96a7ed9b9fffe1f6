package io.rank1.cli.job;

import io.rank1.cli.job.QueryCascades.QueryCascade;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.core.cascade.CascadeRule;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A job in a cascade: a direct pass over all pairs, then rounds of reasoning over all queries at
 * once, until none wants any. What is thought about follows from the results alone, so that a job
 * that was ended at any time goes on as if it had not been.
 */
final class TwoPasses implements JobRounds {

  private final JobPass first;
  private final JobPass second;
  private final QueryCascades cascades;
  private final BitSet over = new BitSet(); // queries that want no more, by their first pair
  private final AtomicInteger thoughtInRounds = new AtomicInteger(); // before this one
  private JobCounts direct;
  private int thoughtBefore;
  private int round;
  private volatile JobCounts current;

  TwoPasses(CascadeRule rule, JobPass first, JobPass second) {
    this.first = first;
    this.second = second;
    this.cascades = new QueryCascades(rule, first, second);
  }

  @Override
  public List<JobPass> passes() {
    return List.of(second, first);
  }

  @Override
  public JobIdentity identity() {
    return JobIdentity.ofCascade(first.results().identity(), second.results().identity());
  }

  @Override
  public void begin() {
    first.openWhatIsMissing();
    direct = new JobCounts(first.plan(), first.results(), first.scorer().contextTokens());
    thoughtBefore = second.results().count();
    current = direct;
  }

  @Override
  public Optional<JobRound> next() {
    if (round == 0) {
      round++;
      return Optional.of(new JobRound(Optional.of("direct"), first, direct));
    }
    BitSet wanted = wanted();
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    second.plan().openOnly(wanted);
    int before = thoughtNow();
    current = JobCounts.ofOpen(second.plan(), second.results(), second.scorer().contextTokens());
    thoughtInRounds.set(before);
    Optional<String> name = Optional.of("thinking, round " + round);
    round++;
    return Optional.of(new JobRound(name, second, current));
  }

  /** What the queries want to have thought about now, by the first pair of each prompt. */
  private BitSet wanted() {
    BitSet wanted = new BitSet();
    int from = over.nextClearBit(0);
    while (from < first.plan().size()) {
      QueryCascade query = cascades.of(from);
      int[] next = query.ranking().next();
      for (int index : next) {
        wanted.set(second.plan().first(query.from() + index));
      }
      if (next.length == 0) {
        over.set(query.from(), query.to());
      }
      from = over.nextClearBit(query.to());
    }
    return wanted;
  }

  private boolean isDirectPassDone() {
    return direct.pairs() == direct.total();
  }

  @Override
  public JobCounts counts() {
    CascadeResults results = new CascadeResults(cascades, first, second);
    return JobCounts.ofAll(
        first.plan(),
        isDirectPassDone() ? results::deciding : first.results()::find,
        direct.fromJournal(),
        direct.scoredNow() + thoughtNow());
  }

  private int thoughtNow() {
    return thoughtInRounds.get() + (current == direct ? 0 : current.scoredNow());
  }

  @Override
  public List<PassReport> reports() {
    PassReport ofDirect =
        new PassReport(
            "direct",
            direct.pairs(),
            (int) direct.failures(),
            direct.promptTokens(),
            direct.completionTokens(),
            OptionalDouble.empty());
    return isDirectPassDone()
        ? List.of(ofDirect, new CascadeResults(cascades, first, second).report())
        : List.of(ofDirect);
  }

  @Override
  public String done() {
    return String.format(
        Locale.ROOT,
        "%d of %d pairs of the direct pass and %d that were thought about",
        direct.pairs(),
        direct.total(),
        thoughtBefore + thoughtNow());
  }

  @Override
  public JobRows.RowMaker rows() {
    return new CascadeResults(cascades, first, second)::row;
  }
}
