package io.rank1.cli.view;

import io.rank1.cli.journal.Finish;
import io.rank1.cli.output.Relevance;
import io.rank1.core.cascade.Pass;
import java.util.Objects;
import java.util.Optional;

/**
 * What decides a passage's place, and nothing long: hundreds of thousands of these are held.
 *
 * @param docid the passage's, or nothing where the table had no identifiers
 * @param line the pair's line in its table, from 1
 * @param rank the place that the output gives it, from 1; 0 where it gives none
 * @param firstStageRank its place before, from 1; 0 where that is not known
 * @param relevance what its score says, unless it has none
 * @param finish how the pair ended, unless it was never tried
 * @param passes what both passes say, where the job was a cascade
 */
public record Standing(
    Optional<String> docid,
    long line,
    int rank,
    int firstStageRank,
    Optional<Relevance> relevance,
    Optional<Finish> finish,
    Optional<Passes> passes) {

  public Standing {
    Objects.requireNonNull(docid, "docid");
    Objects.requireNonNull(relevance, "relevance");
    Objects.requireNonNull(finish, "finish");
    Objects.requireNonNull(passes, "passes");
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

  /** Whether it is labelled true. */
  public boolean isRelevant() {
    return relevance.filter(Relevance::isRelevant).isPresent();
  }

  /** Which pass of a cascade decided; nothing in other jobs. */
  public Optional<Pass> decidedBy() {
    return passes.map(Passes::decidedBy);
  }

  /** What the first pass of a cascade says, if there was one and it gave a score. */
  public Optional<Relevance> firstPass() {
    return passes.flatMap(Passes::first);
  }

  Standing with(Passes both) {
    return new Standing(docid, line, rank, firstStageRank, relevance, finish, Optional.of(both));
  }
}
