package io.rank1.core;

import io.rank1.core.failure.Rank1Exception;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.util.Objects;
import java.util.Optional;

/**
 * A request, and what became of it: exactly one of result and failure is there, but neither when
 * its owner cancelled it.
 *
 * @param request the request as it was given
 * @param result with a score
 * @param failure why there is none
 */
public record PairOutcome(
    RerankRequest request, Optional<RerankResult> result, Optional<Rank1Exception> failure) {

  /**
   * @throws IllegalArgumentException when there are both
   */
  public PairOutcome {
    Objects.requireNonNull(request, "request");
    if (result.isPresent() && failure.isPresent()) {
      throw new IllegalArgumentException("a pair with a result failed");
    }
  }

  /** A pair with a score. */
  public static PairOutcome scored(RerankRequest request, RerankResult result) {
    return new PairOutcome(request, Optional.of(result), Optional.empty());
  }

  /** A pair without one. */
  public static PairOutcome failed(RerankRequest request, Rank1Exception failure) {
    return new PairOutcome(request, Optional.empty(), Optional.of(failure));
  }

  /**
   * The result, for callers to whom a pair without a score is an error.
   *
   * @throws Rank1Exception the failure
   */
  public RerankResult require() {
    failure.ifPresent(
        problem -> {
          throw problem;
        });
    return result.orElseThrow();
  }
}
