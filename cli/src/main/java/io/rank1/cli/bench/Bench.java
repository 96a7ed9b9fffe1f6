package io.rank1.cli.bench;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.scoring.Scorer;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.speculate.SpeculationStats;
import io.rank1.core.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Measures scorers on the same pairs. */
public final class Bench {

  private static final long SETTLE_NANOS = 20_000_000;
  private static final int FEW_WORDS = 4;
  private static final int SOME_WORDS = 36;

  private final BenchPlan plan;
  private List<RerankRequest> pairs = List.of(); // made by the first scorer's tokens

  /** Measures by a plan. */
  public Bench(BenchPlan plan) {
    this.plan = plan;
  }

  /**
   * Warms a fresh scorer up, and then scores all rounds with it.
   *
   * @throws CommandException when a pair could not be scored
   */
  public Measurement measure(Scorer scorer) {
    int tokensOfFew = promptTokens(scorer, FEW_WORDS); // warms up, too
    if (pairs.isEmpty()) {
      int tokensOfSome = promptTokens(scorer, SOME_WORDS);
      pairs = BenchPairs.ofWords(plan.sequences(), words(tokensOfFew, tokensOfSome));
    }
    List<Long> roundNanos = new ArrayList<>();
    EngineStats.Steps before = settled(scorer);
    Optional<SpeculationStats> guessesBefore = scorer.speculation();
    long promptTokens = 0;
    for (int round = 0; round < plan.rounds(); round++) {
      long start = System.nanoTime();
      List<RerankResult> results = score(scorer, pairs);
      roundNanos.add(System.nanoTime() - start);
      promptTokens = results.stream().mapToLong(result -> result.tokens().prompt()).sum();
    }
    return Measurement.between(
        before,
        settled(scorer),
        pairs.size(),
        roundNanos,
        promptTokens / pairs.size(),
        scorer.speculation().map(now -> now.since(guessesBefore.orElseThrow())));
  }

  /** The counts once the engine is idle: it counts its last step after that step's results. */
  private static EngineStats.Steps settled(Scorer scorer) {
    EngineStats.Steps seen;
    EngineStats.Steps now = scorer.stats().work();
    do {
      seen = now;
      LockSupport.parkNanos(SETTLE_NANOS);
      now = scorer.stats().work();
    } while (!now.equals(seen));
    return now;
  }

  /** How many words make a prompt of the length asked for. */
  private int words(int tokensOfFew, int tokensOfSome) {
    double perWord =
        Math.max(0.1, (tokensOfSome - tokensOfFew) / (double) (SOME_WORDS - FEW_WORDS));
    long words = FEW_WORDS + Math.round((plan.promptTokens() - tokensOfFew) / perWord);
    return (int) Math.max(1, words);
  }

  private static int promptTokens(Scorer scorer, int words) {
    return score(scorer, BenchPairs.ofWords(1, words)).get(0).tokens().prompt();
  }

  private static List<RerankResult> score(Scorer scorer, List<RerankRequest> requests) {
    List<CompletableFuture<RerankResult>> futures = requests.stream().map(scorer::submit).toList();
    List<RerankResult> results = futures.stream().map(CompletableFuture::join).toList();
    for (RerankResult result : results) {
      result.failure().ifPresent(Bench::refuse);
    }
    return results;
  }

  private static void refuse(String cause) {
    throw new CommandException(
        ExitCode.PAIRS_FAILED, "a pair could not be scored: " + PlainText.line(cause));
  }
}
