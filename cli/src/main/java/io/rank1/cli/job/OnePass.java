package io.rank1.cli.job;

import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.results.ResultRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A job that scores all its pairs in one way. */
final class OnePass implements JobRounds {

  private final JobPass pass;
  private JobCounts counts;
  private boolean isUnderWay;

  OnePass(JobPass pass) {
    this.pass = pass;
  }

  @Override
  public List<JobPass> passes() {
    return List.of(pass);
  }

  @Override
  public JobIdentity identity() {
    return pass.results().identity();
  }

  @Override
  public void begin() {
    pass.openWhatIsMissing();
    counts = new JobCounts(pass.plan(), pass.results(), pass.scorer().contextTokens());
  }

  @Override
  public Optional<JobRound> next() {
    if (isUnderWay) {
      return Optional.empty();
    }
    isUnderWay = true;
    return Optional.of(new JobRound(Optional.empty(), pass, counts));
  }

  @Override
  public JobCounts counts() {
    return counts;
  }

  @Override
  public List<PassReport> reports() {
    return List.of();
  }

  @Override
  public String done() {
    return String.format(Locale.ROOT, "%d of %d pairs", counts.pairs(), counts.total());
  }

  @Override
  public JobRows.RowMaker rows() {
    return (place, index) -> new ResultRow(place, pass.results().find(index));
  }
}
