package io.rank1.core;

import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.Rank1Exception;
import io.rank1.core.host.Failures;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

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
   * What became of a request whose future is done.
   *
   * @throws EngineStoppedException when the engine stopped, which says nothing of the pair
   * @throws CancellationException when its owner cancelled it
   */
  public static PairOutcome of(RerankRequest request, CompletableFuture<RerankResult> done) {
    try {
      return scored(request, done.join());
    } catch (RuntimeException e) {
      Rank1Exception failure = Failures.ofPair(e);
      if (failure instanceof EngineStoppedException) {
        throw failure;
      }
      return failed(request, failure);
    }
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
