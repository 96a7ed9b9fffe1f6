package io.rank1.core;

import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.Rank1Exception;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The pairs of one ranking under way. */
final class RankCall {

  /** Best first: the difference of the logits, then the passage's index. */
  private static final Comparator<RankedPassage> BEST_FIRST =
      Comparator.comparingDouble((RankedPassage p) -> p.result().requireScore().difference())
          .reversed()
          .thenComparingInt(RankedPassage::index);

  private RankCall() {}

  static CompletableFuture<Ranking> start(
      RankRequest request, Function<RerankRequest, CompletableFuture<RerankResult>> submit) {
    List<CompletableFuture<RerankResult>> pairs = new ArrayList<>(request.pairs().size());
    try {
      for (RerankRequest pair : request.pairs()) {
        pairs.add(submit.apply(pair));
      }
    } catch (RuntimeException | Error e) {
      cancel(pairs);
      throw e;
    }
    CompletableFuture<Ranking> ranking =
        CompletableFuture.allOf(pairs.toArray(CompletableFuture[]::new))
            .handle((done, error) -> ranking(request, pairs));
    ranking.whenComplete((done, error) -> cancel(pairs)); // of use when the ranking was cancelled
    return ranking;
  }

  private static void cancel(List<CompletableFuture<RerankResult>> pairs) {
    pairs.forEach(pair -> pair.cancel(false));
  }

  private static Ranking ranking(RankRequest request, List<CompletableFuture<RerankResult>> pairs) {
    List<RankedPassage> ranked = new ArrayList<>(pairs.size());
    List<Ranking.Unranked> failed = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      String id = request.pairs().get(i).id().orElseThrow();
      try {
        ranked.add(new RankedPassage(i, id, pairs.get(i).join()));
      } catch (RuntimeException e) {
        Rank1Exception failure = Failures.ofPair(e);
        if (failure instanceof EngineStoppedException) {
          throw failure;
        }
        failed.add(new Ranking.Unranked(i, id, failure));
      }
    }
    ranked.sort(BEST_FIRST);
    return new Ranking(ranked.subList(0, Math.min(request.topN(), ranked.size())), failed);
  }
}
