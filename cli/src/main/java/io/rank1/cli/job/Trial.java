package io.rank1.cli.job;

import io.rank1.cli.input.InputException;
import io.rank1.cli.scoring.Scorer;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import io.rank1.core.pair.Timings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/**
 * A few pairs of a job, scored to see how long the others will take.
 *
 * @param pairs how many
 * @param seconds how long they took
 * @param promptTokens their prompts
 * @param completionTokens what was generated
 * @param failed pairs without a score
 * @param probabilities P(true) of those with a score
 * @param jobSeconds how long all that is open will take
 */
record Trial(
    int pairs,
    double seconds,
    long promptTokens,
    long completionTokens,
    int failed,
    List<Double> probabilities,
    OptionalDouble jobSeconds) {

  /** Fewer say little; as many as there are slots show what all of them together can do. */
  private static final int AT_LEAST = 10;

  Trial {
    probabilities = List.copyOf(probabilities);
  }

  /** Scores a few of the pairs that are open in a pass. */
  static Trial run(JobInput input, JobPass pass) throws InputException {
    JobPlan plan = pass.plan();
    Scorer scorer = pass.scorer();
    int[] open = plan.open().stream().toArray();
    int count = Math.min(open.length, Math.max(AT_LEAST, scorer.stats().work().slots()));
    BitSet chosen = new BitSet();
    for (int i = 0; i < count; i++) {
      chosen.set(open[(int) ((long) i * open.length / count)]); // spread evenly
    }
    List<JobPair> pairs = read(input, chosen);
    long start = System.nanoTime();
    List<CompletableFuture<RerankResult>> futures =
        pairs.stream().map(pair -> pass.submit(pair.request())).toList();
    List<RerankResult> results = futures.stream().map(CompletableFuture::join).toList();
    double seconds = Math.max(1e-3, (System.nanoTime() - start) / 1e9);
    int slots = Math.max(1, Math.min(scorer.stats().work().slots(), open.length));
    return of(plan, open, chosen.stream().toArray(), results, seconds, slots);
  }

  private static Trial of(
      JobPlan plan,
      int[] open,
      int[] chosen,
      List<RerankResult> results,
      double seconds,
      int slots) {
    LengthModel lengths = new LengthModel();
    for (int i = 0; i < chosen.length; i++) {
      Timings timings = results.get(i).timings();
      double inSlot = timings.prefill().plus(timings.decode()).toNanos() / 1e9;
      lengths.observe(plan.chars(chosen[i]), inSlot);
    }
    double chars = 0;
    for (int index : open) {
      chars += plan.chars(index);
    }
    OptionalDouble all =
        lengths.observedSeconds() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(lengths.expectedSeconds(open.length, chars) / slots);
    return new Trial(
        chosen.length,
        seconds,
        results.stream().mapToLong(result -> result.tokens().prompt()).sum(),
        results.stream().mapToLong(result -> result.tokens().completion()).sum(),
        (int) results.stream().filter(result -> !result.finish().isScored()).count(),
        results.stream()
            .flatMap(result -> result.score().stream())
            .map(Score::probability)
            .toList(),
        all);
  }

  private static List<JobPair> read(JobInput input, BitSet chosen) throws InputException {
    List<JobPair> pairs = new ArrayList<>();
    try (JobInput.Pairs all = input.open()) {
      for (int index = 0; index < chosen.length(); index++) {
        Optional<JobPair> pair = all.next();
        if (pair.isPresent() && chosen.get(index)) {
          pairs.add(pair.get());
        }
      }
    }
    return pairs;
  }
}
