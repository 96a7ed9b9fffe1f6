package io.rank1.cli.scoring;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.core.RerankerOptions;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.failure.UnusableException;
import io.rank1.core.identity.Recipe;
import io.rank1.core.listwise.KnownCalls;
import io.rank1.core.listwise.ListListener;
import io.rank1.core.listwise.ListQuestion;
import io.rank1.core.listwise.ListRanking;
import io.rank1.core.listwise.ListRequest;
import io.rank1.core.profile.ListProfileMethod;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.llama.LlamaListReranker;
import io.rank1.llama.runtime.ChosenRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model in llama.cpp that ranks lists. */
public final class LlamaListScorer implements ListScorer {

  private final LlamaListReranker llama;
  private final ListProfileMethod method;
  private final ChosenRuntime runtime;

  private LlamaListScorer(
      LlamaListReranker llama, ListProfileMethod method, ChosenRuntime runtime) {
    this.llama = llama;
    this.method = method;
    this.runtime = runtime;
  }

  /**
   * A {@link ListScorerOpener}.
   *
   * @throws CommandException as there
   */
  public static ListScorer open(ListScorerSettings settings) {
    // Made here and not in a static field: --verbose must be known before the first logger exists.
    Logger log = LoggerFactory.getLogger(LlamaListScorer.class);
    return Opening.of(
        settings.runtime(),
        chosen -> {
          LlamaListReranker llama =
              LlamaListReranker.builder(settings.model())
                  .runtime(chosen.load())
                  .llama(settings.context())
                  // Whoever submits bounds by himself how many queries wait.
                  .options(RerankerOptions.builder().maxQueued(Integer.MAX_VALUE).build())
                  .method(settings.method())
                  .open();
          log.info("{} on {}: {}", llama.modelName(), llama.runtime(), llama.plan().describe());
          return new LlamaListScorer(llama, settings.method(), chosen);
        });
  }

  @Override
  public CompletableFuture<ListRanking> submit(ListRequest request, KnownCalls known) {
    return llama.rankAsync(request, known);
  }

  @Override
  public void addListener(ListListener listener) {
    llama.addListener(listener);
  }

  @Override
  public EngineStats stats() {
    return llama.stats();
  }

  @Override
  public String model() {
    return llama.modelName();
  }

  @Override
  public Recipe identity() {
    try {
      return llama.identity();
    } catch (UnusableException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    }
  }

  @Override
  public String runtime() {
    return llama.runtime();
  }

  @Override
  public List<String> notices() {
    List<String> notices =
        new ArrayList<>(Opening.notices(runtime, llama.model(), method.profile()));
    notices.addAll(Opening.offload(llama.runtime(), llama.plan()));
    return notices;
  }

  @Override
  public int promptTokens(ListRequest request, List<Integer> shown) {
    int tokens = llama.vocabulary().encode(prompt(request, shown)).length;
    int room = llama.plan().context();
    return Math.min(tokens, Math.min(room, method.contextTokens().orElse(room)));
  }

  @Override
  public SegmentedText prompt(ListRequest request, List<Integer> shown) {
    ListQuestion cut = method.cut(request.question(), llama.vocabulary());
    return method.prompt(cut, shown, 1).segments();
  }

  @Override
  public Tokenizer vocabulary() {
    return llama.vocabulary();
  }

  @Override
  public void close() {
    llama.close();
  }
}
