package io.rank1.cli.view;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Score;
import java.util.Objects;
import java.util.Optional;

/**
 * What decides a passage's place, and nothing long: hundreds of thousands of these are held.
 *
 * @param docid the passage's, or nothing where the table had no identifiers
 * @param line the pair's line in its table, from 1
 * @param rank the place that the output gives it, from 1; 0 where it gives none
 * @param firstStageRank its place before, from 1; 0 where that is not known
 * @param score its score, unless it has none
 * @param finish how the pair ended, unless it was never tried
 */
public record Standing(
    Optional<String> docid,
    long line,
    int rank,
    int firstStageRank,
    Optional<Score> score,
    Optional<FinishReason> finish) {

  public Standing {
    Objects.requireNonNull(docid, "docid");
    Objects.requireNonNull(score, "score");
    Objects.requireNonNull(finish, "finish");
    if (line < 1 || rank < 0 || firstStageRank < 0) {
      throw new IllegalArgumentException(
          "lines and ranks count from 1: " + line + ", " + rank + ", " + firstStageRank);
    }
  }

  /** What a person calls the passage. */
  public String name() {
    return docid.orElseGet(() -> "line " + line);
  }

  /** Whether the passage is called so: by its docid, or its line where it has none. */
  public boolean isCalled(String name) {
    return docid.map(name::equals).orElseGet(() -> name.equals(Long.toString(line)));
  }
}
