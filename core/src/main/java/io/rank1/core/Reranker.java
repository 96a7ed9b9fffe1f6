package io.rank1.core;

import io.rank1.core.engine.EngineStats;
import io.rank1.core.engine.RerankEngine;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Scores passages against queries with a reasoning reranker. Safe for use by several threads at
 * once; pairs of all of them share the model's batches, so that many pairs at a time are much
 * faster than one after another.
 */
public final class Reranker implements AutoCloseable {

  /**
   * Best first: the difference of the logits, then the passage's index. Passages without a score
   * come last, in their order.
   */
  private static final Comparator<RankedPassage> BEST_FIRST =
      Comparator.comparingDouble(
              (RankedPassage p) ->
                  p.result().score().map(Score::difference).orElse(Double.NEGATIVE_INFINITY))
          .reversed()
          .thenComparingInt(RankedPassage::index);

  private final RerankEngine engine;
  private final PromptTemplate template;
  private final List<AutoCloseable> resources;

  /**
   * Takes over an engine.
   *
   * @param template what the prompt looks like
   * @param resources closed after the engine, in this order: the model's weights, for one
   */
  public Reranker(RerankEngine engine, PromptTemplate template, AutoCloseable... resources) {
    this.engine = Objects.requireNonNull(engine, "engine");
    this.template = Objects.requireNonNull(template, "template");
    this.resources = List.of(resources);
  }

  /**
   * Scores one pair and waits for it.
   *
   * @throws IllegalStateException when the reranker is closed
   */
  public RerankResult score(String query, String passage) {
    return submit(new RerankRequest(query, passage)).join();
  }

  /**
   * Starts to score a pair. The future completes normally even for a pair that could not be scored:
   * its result says why. Cancelling the future frees its place in the batch. Callbacks run on the
   * engine's thread unless they are given an executor, and must not block it.
   *
   * @throws IllegalStateException when the reranker is closed
   */
  public CompletableFuture<RerankResult> submit(RerankRequest request) {
    return engine.submit(template.fill(request));
  }

  /**
   * Ranks passages, best first. Equal scores keep the order of the list; passages without a score
   * come last.
   *
   * @throws IllegalStateException when the reranker is closed
   */
  public List<RankedPassage> rank(String query, List<String> passages) {
    List<CompletableFuture<RerankResult>> futures = new ArrayList<>(passages.size());
    for (String passage : passages) {
      futures.add(submit(new RerankRequest(query, passage)));
    }
    List<RankedPassage> ranked = new ArrayList<>(passages.size());
    for (int i = 0; i < futures.size(); i++) {
      ranked.add(new RankedPassage(i, futures.get(i).join()));
    }
    ranked.sort(BEST_FIRST);
    return ranked;
  }

  /**
   * Scores a stream of pairs of any length in bounded memory: results come in the order of the
   * requests, each as soon as it and all before it are there. Requests are taken from the iterator
   * on the consumer's thread, some way ahead of the results, so that the batches stay full. Closing
   * the stream cancels what is under way.
   */
  public Stream<RerankResult> stream(Iterator<RerankRequest> requests) {
    int lookAhead = Math.max(64, 32 * engine.limits().slots());
    OrderedResults results = new OrderedResults(requests, this::submit, lookAhead);
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(results, traits), false)
        .onClose(results::cancel);
  }

  /**
   * The prompt of a pair as {@link #submit} would run it.
   *
   * @throws io.rank1.core.prompt.PromptTooLongException when even an empty passage does not fit
   * @throws io.rank1.core.prompt.UntokenizableException when the text cannot be tokenized
   */
  public FittedPrompt fit(RerankRequest request) {
    return engine.fit(template.fill(request));
  }

  /** What the engine has done so far. */
  public EngineStats stats() {
    return engine.stats();
  }

  /**
   * Stops intake, completes what is unfinished as cancelled, and frees context and model. Closing
   * again does nothing.
   *
   * @throws IllegalStateException when called from a future's callback on the engine's thread, or
   *     when a resource cannot be closed; the others are closed all the same
   */
  @Override
  public void close() {
    engine.close();
    List<Exception> problems = new ArrayList<>();
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        problems.add(e);
      }
    }
    if (!problems.isEmpty()) {
      IllegalStateException all = new IllegalStateException("not all could be closed");
      problems.forEach(all::addSuppressed);
      throw all;
    }
  }
}
