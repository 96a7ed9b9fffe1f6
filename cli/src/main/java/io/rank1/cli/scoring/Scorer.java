package io.rank1.cli.scoring;

import io.rank1.core.engine.EngineStats;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.speculate.SpeculationStats;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** An open model. Safe for use by several threads. */
public interface Scorer extends AutoCloseable {

  /**
   * Starts to score a pair; the future completes normally even for a pair that could not be scored.
   *
   * @throws io.rank1.core.failure.EngineStoppedException when the scorer is closed or its engine
   *     has stopped
   */
  CompletableFuture<RerankResult> submit(RerankRequest request);

  /** What the engine has done so far. */
  EngineStats stats();

  /** What became of guesses at tokens so far; empty when chains are decoded without. */
  default Optional<SpeculationStats> speculation() {
    return Optional.empty();
  }

  /** The model's name, as results name it. */
  String model();

  /**
   * What decides the scores of pairs that are thought about so, beside their prompts; takes seconds
   * per gigabyte of the model when it is asked for the first time.
   *
   * @throws io.rank1.cli.exit.CommandException when the model's file cannot be read
   */
  Recipe identity(Thinking thinking);

  /** What runs the model, as results name it. */
  String runtime();

  /** What a user should know before the scores, a line each. */
  List<String> notices();

  /** Bytes of GPU memory that it took; empty when no GPU is used. */
  OptionalLong gpuBytes();

  /**
   * The prompt of a pair as it would be run.
   *
   * @throws io.rank1.core.prompt.PromptTooLongException when even an empty passage does not fit
   * @throws io.rank1.core.prompt.UntokenizableException when the text cannot be tokenized
   */
  FittedPrompt fit(RerankRequest request);

  /** The bytes that a token stands for, those of special tokens included. */
  byte[] piece(int token);

  /** The most tokens that a pair may have, prompt and reasoning together. */
  int contextTokens();

  /** How the context is laid out, in one line. */
  String plan();

  /** Completes what is unfinished as cancelled and frees everything. */
  @Override
  void close();
}
