package io.rank1.core.engine;

import io.rank1.core.PairProgram;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.PromptFitter;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The engine on a fake runner, stepped by hand. */
final class EngineHarness {

  static final RunnerLimits ROOMY = new RunnerLimits(4, 4096, 1024, 512);

  final FakeRunner runner;
  final EngineLoop loop;
  private final RequestQueue queue = new RequestQueue(Integer.MAX_VALUE);
  private final FakeTokenizer tokenizer;
  private final int maxThink;
  private final PromptFitter fitter;

  EngineHarness(RunnerLimits limits, int maxThink, Function<String, int[]> script) {
    this(new FakeRunner(limits, script), maxThink);
  }

  EngineHarness(FakeRunner runner, int maxThink) {
    this(runner, new FakeTokenizer(), maxThink);
  }

  EngineHarness(FakeRunner runner, FakeTokenizer tokenizer, int maxThink) {
    this.runner = runner;
    this.tokenizer = tokenizer;
    this.maxThink = maxThink;
    this.loop = new EngineLoop(runner, queue, tokenizer::endsText);
    this.fitter = new PromptFitter(tokenizer, maxPromptTokens());
  }

  private int maxPromptTokens() {
    int sequence = runner.limits().sequenceTokens();
    return sequence - ProfileMethod.rank1().closingRoom() - Math.min(maxThink, sequence / 4);
  }

  static Prompt prompt(String query, String passage) {
    return ProfileMethod.rank1().prompt(new RerankRequest(query, passage), Thinking.upTo(1));
  }

  CompletableFuture<RerankResult> submit(String query, String passage) {
    return submit(fitter.fit(prompt(query, passage)));
  }

  CompletableFuture<RerankResult> submit(FittedPrompt fitted) {
    int[] answers = ProfileMethod.rank1().answers(tokenizer);
    PairProgram program =
        ProfileMethod.rank1().program(fitted, tokenizer, answers, Thinking.upTo(maxThink));
    int maxSize = runner.limits().sequenceTokens() - ProfileMethod.rank1().closingRoom();
    GenerationRequest request =
        new GenerationRequest(
            fitted.tokens(),
            fitted.headTokens(),
            program,
            Sampling.GREEDY,
            maxThink,
            maxSize,
            Service.DEFAULT);
    CompletableFuture<RerankResult> result = new CompletableFuture<>();
    Sequence sequence = submit(request);
    sequence
        .future()
        .thenAccept(
            generation -> {
              if (generation.end() == Generation.End.CANCELLED) {
                result.cancel(false);
              } else {
                result.complete(result(program, fitted, generation));
              }
            });
    result.whenComplete(
        (r, e) -> {
          if (result.isCancelled()) {
            cancel(sequence);
          }
        });
    return result;
  }

  /** Queues a request as the engine does. */
  Sequence submit(GenerationRequest request) {
    Sequence sequence = new Sequence(request);
    if (!loop.refuses(sequence)) {
      queue.offer(sequence);
    }
    return sequence;
  }

  /** Cancels a sequence as the engine does. */
  void cancel(Sequence sequence) {
    if (queue.remove(sequence)) {
      loop.meter().countEnd(Generation.End.CANCELLED);
      sequence.complete(Generation.End.CANCELLED, java.util.Optional.empty());
    } else {
      sequence.cancel();
    }
  }

  private static RerankResult result(
      PairProgram program, FittedPrompt fitted, Generation generation) {
    boolean isDone = generation.end() == Generation.End.DONE;
    return new RerankResult(
        isDone ? program.finish() : FinishReason.FAILED,
        isDone ? java.util.Optional.of(program.score()) : java.util.Optional.empty(),
        generation.cause(),
        program.reasoning(),
        new TokenCounts(fitted.tokens().length, program.completionTokens(), generation.replayed()),
        fitted.truncation(),
        generation.timings());
  }

  EngineStats stats() {
    return loop.meter().stats();
  }

  boolean isIdle() {
    return loop.isIdle() && queue.size() == 0;
  }

  /** Steps until nothing is left; fails when that does not end. */
  void drain() {
    for (int i = 0; !isIdle(); i++) {
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
