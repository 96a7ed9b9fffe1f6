package io.rank1.cli.scoring;

import io.rank1.core.engine.EngineStats;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An open model. Safe for use by several threads. */
public interface Scorer extends AutoCloseable {

  /**
   * Starts to score a pair; the future completes normally even for a pair that could not be scored.
   *
   * @throws IllegalStateException when the scorer is closed or its engine has stopped
   */
  CompletableFuture<RerankResult> submit(RerankRequest request);

  /** What the engine has done so far. */
  EngineStats stats();

  /** The model's name, as results name it. */
  String model();

  /** What runs the model, as results name it. */
  String runtime();

  /** What a user should know about the model before its scores, in one line. */
  Optional<String> notice();

  /** How the context is laid out, in one line. */
  String plan();

  /** Completes what is unfinished as cancelled and frees everything. */
  @Override
  void close();
}
