package io.rank1.cli.scoring;

import io.rank1.core.engine.EngineStats;
import io.rank1.core.identity.Recipe;
import io.rank1.core.listwise.KnownCalls;
import io.rank1.core.listwise.ListListener;
import io.rank1.core.listwise.ListRanking;
import io.rank1.core.listwise.ListRequest;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An open model that ranks lists. Safe for use by several threads. */
public interface ListScorer extends AutoCloseable {

  /**
   * Starts to rank a query's candidates. The future fails with {@link
   * io.rank1.core.failure.RankingFailedException} for a query that cannot be ranked.
   *
   * @param known answers that need not be computed again
   * @throws io.rank1.core.failure.EngineStoppedException when the scorer is closed or its engine
   *     has stopped
   */
  CompletableFuture<ListRanking> submit(ListRequest request, KnownCalls known);

  /** Has a listener told of every call that is computed, before its ranking goes on. */
  void addListener(ListListener listener);

  /** What the engine has done so far. */
  EngineStats stats();

  /** The model's name, as results name it. */
  String model();

  /**
   * What decides the rankings, beside the texts; takes seconds per gigabyte of the model when it is
   * asked for the first time.
   *
   * @throws io.rank1.cli.exit.CommandException when the model's file cannot be read
   */
  Recipe identity();

  /** What runs the model, as results name it. */
  String runtime();

  /** What a user should know before the rankings, one line per notice. */
  List<String> notices();

  /**
   * Tokens of the prompt that shows these candidates, as far as they fit the context.
   *
   * @param shown numbers of candidates
   * @throws io.rank1.core.prompt.UntokenizableException when the text cannot be tokenized
   */
  int promptTokens(ListRequest request, List<Integer> shown);

  /**
   * The prompt that shows these candidates, within the profile's own limits and before it is
   * shortened for the context.
   *
   * @param shown numbers of candidates
   * @throws io.rank1.core.prompt.UntokenizableException when a text cannot be tokenized
   */
  SegmentedText prompt(ListRequest request, List<Integer> shown);

  /** The model's vocabulary; not to be used once this is closed. */
  Tokenizer vocabulary();

  /** Fails what is unfinished and frees everything. */
  @Override
  void close();
}
