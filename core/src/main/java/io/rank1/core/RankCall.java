package io.rank1.core;

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
      PairOutcome outcome = PairOutcome.of(request.pairs().get(i), pairs.get(i));
      if (outcome.result().isPresent()) {
        ranked.add(new RankedPassage(i, id, outcome.result().get()));
      } else {
        failed.add(new Ranking.Unranked(i, id, outcome.failure().orElseThrow()));
      }
    }
    ranked.sort(BEST_FIRST);
    return new Ranking(ranked.subList(0, Math.min(request.topN(), ranked.size())), failed);
  }
}
