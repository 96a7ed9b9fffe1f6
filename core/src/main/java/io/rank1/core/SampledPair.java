package io.rank1.core;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.MeanScore;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.runner.Sampling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes one outcome of the chains of a pair. */
final class SampledPair {

  private SampledPair() {}

  /**
   * How the tokens of one of a pair's chains are drawn: by a seed that the prompt has a part in, so
   * that pairs do not draw alike.
   *
   * @param prompt its tokens
   * @param number of the chain, from 0
   */
  static Sampling sampling(Sampling sampling, int[] prompt, int number) {
    if (sampling.isGreedy()) {
      return sampling;
    }
    long seed = (31 * sampling.seed() + Arrays.hashCode(prompt)) * 1_000_003L + number;
    return sampling.withSeed(seed);
  }

  /**
   * What became of the pair: scored when every chain is, by the mean of their probabilities.
   *
   * @param chains what became of each, at least one
   */
  static PairOutcome outcome(RerankRequest request, List<PairOutcome> chains) {
    Optional<PairOutcome> failed =
        chains.stream().filter(chain -> chain.failure().isPresent()).findFirst();
    if (failed.isPresent() || chains.size() == 1) {
      return failed.orElse(chains.get(0));
    }
    if (chains.stream().anyMatch(chain -> chain.result().isEmpty())) {
      return new PairOutcome(request, Optional.empty(), Optional.empty()); // cancelled
    }
    return PairOutcome.scored(request, mean(chains.stream().map(PairOutcome::require).toList()));
  }

  private static RerankResult mean(List<RerankResult> results) {
    List<RerankResult.Sample> samples = results.stream().map(SampledPair::sample).toList();
    MeanScore score = new MeanScore(samples.stream().map(RerankResult.Sample::score).toList());
    RerankResult.Sample nearest =
        samples.stream()
            .min(
                Comparator.comparingDouble(
                    sample -> Math.abs(sample.score().probability() - score.probability())))
            .orElseThrow();
    FinishReason finish =
        samples.stream()
            .map(RerankResult.Sample::finish)
            .filter(reason -> reason != FinishReason.ANSWERED)
            .findFirst()
            .orElse(FinishReason.ANSWERED);
    Timings slowest =
        results.stream()
            .map(RerankResult::timings)
            .max(Comparator.comparing(Timings::total))
            .orElseThrow();
    TokenCounts tokens =
        new TokenCounts(
            results.get(0).tokens().prompt(),
            results.stream().mapToInt(result -> result.tokens().completion()).sum(),
            results.stream().mapToInt(result -> result.tokens().forced()).sum());
    return new RerankResult(
        finish,
        Optional.of(score),
        Optional.empty(),
        nearest.reasoning(),
        samples,
        tokens,
        results.get(0).truncation(),
        slowest);
  }

  private static RerankResult.Sample sample(RerankResult chain) {
    return new RerankResult.Sample(
        chain.finish(), chain.requireScore(), chain.reasoning(), chain.tokens().completion());
  }
}
