package io.rank1.cli.journal;

import io.rank1.cli.input.PairIds;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a pair stands in a job's input.
 *
 * @param ids its identifiers, where the input has them
 * @param line its line in a table of pairs, from 1
 * @param firstStage what the first stage said of it
 */
public record PairPlace(
    Optional<PairIds> ids, OptionalLong line, Optional<PairPlace.FirstStage> firstStage) {

  /**
   * A first stage's opinion.
   *
   * @param rank from 1, the best
   * @param score its score; finite
   */
  public record FirstStage(int rank, double score) {

    public FirstStage {
      if (rank < 1 || !Double.isFinite(score)) {
        throw new IllegalArgumentException("rank " + rank + ", score " + score);
      }
    }
  }

  public PairPlace {
    Objects.requireNonNull(line, "line");
    Objects.requireNonNull(firstStage, "firstStage");
    if (ids.isEmpty() && line.isEmpty()) {
      throw new IllegalArgumentException("neither identifiers nor a line");
    }
  }

  /** A line of a table. */
  public static PairPlace ofLine(long line, Optional<PairIds> ids) {
    return new PairPlace(ids, OptionalLong.of(line), Optional.empty());
  }

  /** A candidate of a run. */
  public static PairPlace ofCandidate(PairIds ids, FirstStage firstStage) {
    return new PairPlace(Optional.of(ids), OptionalLong.empty(), Optional.of(firstStage));
  }
}
