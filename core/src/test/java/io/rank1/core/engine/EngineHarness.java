package io.rank1.core.engine;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.PromptFitter;
import io.rank1.core.prompt.PromptTemplate;
import io.rank1.core.runner.RunnerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The engine on a fake runner, stepped by hand. */
final class EngineHarness {

  static final RunnerLimits ROOMY = new RunnerLimits(4, 4096, 1024, 512);

  final FakeRunner runner;
  final EngineLoop loop;
  private final PromptFitter fitter;

  EngineHarness(RunnerLimits limits, int maxThink, Function<String, int[]> script) {
    this(new FakeRunner(limits, script), maxThink);
  }

  EngineHarness(FakeRunner runner, int maxThink) {
    this(runner, new FakeTokenizer(), maxThink);
  }

  EngineHarness(FakeRunner runner, FakeTokenizer tokenizer, int maxThink) {
    EngineOptions options = new EngineOptions(maxThink);
    this.runner = runner;
    this.loop = new EngineLoop(runner, tokenizer, options);
    this.fitter = new PromptFitter(tokenizer, options.maxPromptTokens(runner.limits()));
  }

  static Prompt prompt(String query, String passage) {
    return PromptTemplate.PLAIN.fill(new RerankRequest(query, passage));
  }

  CompletableFuture<RerankResult> submit(String query, String passage) {
    return submit(fitter.fit(prompt(query, passage)));
  }

  CompletableFuture<RerankResult> submit(FittedPrompt fitted) {
    Sequence sequence = new Sequence(fitted);
    loop.add(sequence);
    return sequence.future();
  }

  /** Steps until nothing is left; fails when that does not end. */
  void drain() {
    for (int i = 0; !loop.isIdle(); i++) {
      if (i > 1_000_000) {
        throw new AssertionError("the engine does not come to an end");
      }
      loop.step();
    }
  }

  /** One whose vocabulary has the markers as special tokens. */
  static EngineHarness withMarkers(
      RunnerLimits limits, int maxThink, Function<String, int[]> script) {
    FakeTokenizer tokenizer = FakeTokenizer.withMarkers();
    return new EngineHarness(new FakeRunner(limits, script, tokenizer), tokenizer, maxThink);
  }

  /** Runs one chain to its end, on a vocabulary that spells the markers. */
  static RerankResult run(int maxThink, int... chain) {
    return run(new EngineHarness(ROOMY, maxThink, prompt -> chain));
  }

  /** Runs one chain to its end, on a vocabulary that has the markers. */
  static RerankResult runWithMarkers(int maxThink, int... chain) {
    return run(withMarkers(ROOMY, maxThink, prompt -> chain));
  }

  private static RerankResult run(EngineHarness harness) {
    CompletableFuture<RerankResult> future = harness.submit("q", "a passage");
    harness.drain();
    return future.join();
  }

  /** A chain from characters and named pieces in braces: {@code "Yes.{</}{think}>{ true}"}. */
  static int[] chain(String spec) {
    List<Integer> tokens = new ArrayList<>();
    for (int i = 0; i < spec.length(); i++) {
      if (spec.charAt(i) == '{') {
        int end = spec.indexOf('}', i);
        String name = spec.substring(i + 1, end);
        tokens.add(name.equals("eos") ? FakeTokenizer.END_OF_TEXT : FakeTokenizer.piece(name));
        i = end;
      } else {
        for (byte b :
            String.valueOf(spec.charAt(i)).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
          tokens.add(b & 0xFF);
        }
      }
    }
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }
}
