package io.rank1.cli.view;

import io.rank1.cli.journal.Finish;
import io.rank1.cli.output.Relevance;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The chains of reasoning of which a score is the mean.
 *
 * @param spread the standard deviation of their probabilities, where the file tells it
 * @param chains each chain; none where the score comes from a single one
 */
public record Samples(Optional<Double> spread, List<Chain> chains) {

  /** A single chain, or none. */
  public static final Samples NONE = new Samples(Optional.empty(), List.of());

  public Samples {
    Objects.requireNonNull(spread, "spread");
    chains = List.copyOf(chains);
  }

  /**
   * One chain.
   *
   * @param relevance what was read behind it
   * @param finish how it ended, where the file tells it
   * @param tokens its length
   * @param reasoning its text
   */
  public record Chain(
      Optional<Relevance> relevance, Optional<Finish> finish, int tokens, String reasoning) {

    public Chain {
      Objects.requireNonNull(relevance, "relevance");
      Objects.requireNonNull(finish, "finish");
      Objects.requireNonNull(reasoning, "reasoning");
    }
  }

  /** The length of all texts, in characters. */
  int length() {
    return chains.stream().mapToInt(chain -> chain.reasoning().length()).sum();
  }
}
