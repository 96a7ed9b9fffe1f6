package io.rank1.cli;

import io.rank1.cli.scoring.Scorer;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.engine.Generation;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.pair.Truncation;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.speculate.SpeculationStats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A model that answers by a function, at once unless the function says otherwise. */
final class FakeScorer implements Scorer {

  private final String name;
  private final Function<RerankRequest, CompletableFuture<RerankResult>> answer;
  private final AtomicLong submitted = new AtomicLong();
  private volatile boolean closed;
  private Optional<SpeculationStats> guesses = Optional.empty();

  FakeScorer(Function<RerankRequest, CompletableFuture<RerankResult>> answer) {
    this("fake.gguf", answer);
  }

  FakeScorer(String name, Function<RerankRequest, CompletableFuture<RerankResult>> answer) {
    this.name = name;
    this.answer = answer;
  }

  /** Tells these counts of guesses. */
  FakeScorer guessing(SpeculationStats counts) {
    guesses = Optional.of(counts);
    return this;
  }

  @Override
  public Optional<SpeculationStats> speculation() {
    return guesses;
  }

  /** Every passage that contains the query is relevant; "fail" fails. */
  static FakeScorer simple() {
    return new FakeScorer(request -> CompletableFuture.completedFuture(judge(request)));
  }

  static RerankResult judge(RerankRequest request) {
    int chars = request.passage().length();
    if (request.passage().equals("fail")) {
      return RerankResult.without(FinishReason.FAILED, "it\tbroke\nbadly", chars);
    }
    boolean relevant = request.passage().contains(request.query());
    return new RerankResult(
        FinishReason.ANSWERED,
        Optional.of(relevant ? new AnswerLogits(2.5f, -1) : new AnswerLogits(-1, 2.5f)),
        Optional.empty(),
        "\nBecause.\u001b[31m\n",
        new TokenCounts(chars + 10, 5, 0),
        new Truncation(chars, Math.min(chars, 100)),
        new Timings(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)));
  }

  @Override
  public CompletableFuture<RerankResult> submit(RerankRequest request) {
    if (closed) {
      throw new EngineStoppedException(
          EngineStoppedException.Reason.CLOSED, "the engine is closed");
    }
    submitted.incrementAndGet();
    return answer.apply(request);
  }

  @Override
  public EngineStats stats() {
    long n = submitted.get();
    return new EngineStats(
        new EngineStats.Steps(
            n, 10 * n, 5 * n, 0, 0, 4, 2 * n, 1000 * n, 2000 * n, n, 1_500_000 * n),
        Map.of(Generation.End.DONE, n),
        0);
  }

  @Override
  public String model() {
    return name;
  }

  @Override
  public Recipe identity(Thinking thinking) {
    return ProfileMethod.rank1()
        .recipe(thinking)
        .with(SettingNames.MODEL, Hash128.of(name.getBytes(StandardCharsets.UTF_8)).toString())
        .with(SettingNames.RUNTIME, runtime())
        .with(SettingNames.CONTEXT, contextTokens())
        .with(SettingNames.CACHE_K, "f16")
        .with(SettingNames.CACHE_V, "f16");
  }

  @Override
  public FittedPrompt fit(RerankRequest request) {
    Prompt prompt = ProfileMethod.rank1().prompt(request, Thinking.upTo(1));
    int chars = request.passage().length();
    int kept = Math.min(chars, 100);
    return new FittedPrompt(
        prompt.withPassagePrefix(kept), new int[kept + 10], 0, new Truncation(chars, kept));
  }

  @Override
  public byte[] piece(int token) {
    return new byte[0];
  }

  @Override
  public int contextTokens() {
    return 16_000;
  }

  @Override
  public String runtime() {
    return "fake runtime";
  }

  @Override
  public String plan() {
    return "no plan";
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  long submitted() {
    return submitted.get();
  }

  @Override
  public List<String> notices() {
    return List.of();
  }

  @Override
  public OptionalLong gpuBytes() {
    return OptionalLong.empty();
  }
}
