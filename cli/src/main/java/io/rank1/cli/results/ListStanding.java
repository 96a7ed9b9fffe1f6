package io.rank1.cli.results;

import io.rank1.core.listwise.algorithm.ListOrder.ScoreKind;
import io.rank1.core.pair.RerankRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a ranking by lists puts a candidate.
 *
 * @param position in its query's ranking, from 0
 * @param kind what the score is made of; never a probability
 * @param score the higher the better; empty where there is none
 * @param failure why its query could not be ranked, in one line; empty where it was
 * @param texts query and passage
 */
public record ListStanding(
    int position,
    ScoreKind kind,
    OptionalDouble score,
    Optional<String> failure,
    RerankRequest texts) {

  public ListStanding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(score, "score");
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(texts, "texts");
  }

  /** How it ended, as results name it. */
  String finish() {
    return failure.isPresent() ? "failed" : "ranked";
  }
}
