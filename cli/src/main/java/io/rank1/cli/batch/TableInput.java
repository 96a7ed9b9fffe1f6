package io.rank1.cli.batch;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.PairReader;
import io.rank1.cli.input.PairRow;
import io.rank1.cli.input.PairSource;
import io.rank1.cli.job.JobInput;
import io.rank1.cli.job.JobPair;
import io.rank1.cli.journal.PairPlace;
import java.util.List;
import java.util.Optional;

/** A table of pairs as a job's input. */
public final class TableInput implements JobInput {

  private final PairSource source;

  /**
   * @param source can be read more than once
   */
  public TableInput(PairSource source) {
    this.source = source;
  }

  @Override
  public Pairs open() throws InputException {
    PairReader reader = source.open();
    reader.requirePair();
    return new Pairs() {

      @Override
      public Optional<JobPair> next() throws InputException {
        return reader.next().map(TableInput::pair);
      }

      @Override
      public void close() throws InputException {
        reader.close();
      }
    };
  }

  private static JobPair pair(PairRow row) {
    return new JobPair(PairPlace.ofLine(row.line(), row.ids()), row.request());
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
