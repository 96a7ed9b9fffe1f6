package io.rank1.llama;

import io.rank1.core.runner.Output;
import io.rank1.core.runner.RowOutput;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads all logits of a row on the host. A row of 151,936 takes up to 100 µs: nothing beside a step
 * on a CPU, whose threads are all taken, but with a hundred sequences more than the step of a GPU.
 * There the rows are therefore shared out among threads, while the thread that decodes waits.
 */
final class LogitReader implements RowReader {

  /** More threads would wait for memory. */
  private static final int MOST_THREADS = 8;

  /** With fewer rows to a thread, waking it takes longer than reading them. */
  private static final int LEAST_ROWS = 4;

  private final LlamaContext context;
  private final AnswerTokens answers;
  private final int vocabularySize;
  private final int[][] rows; // raw bits of a row of logits, thread by thread
  private final ExecutorService helpers;

  /**
   * @param threads how many read, the one that decodes included; positive
   */
  LogitReader(LlamaContext context, int vocabularySize, AnswerTokens answers, int threads) {
    this.context = context;
    this.answers = answers;
    this.vocabularySize = vocabularySize;
    this.rows = new int[threads][vocabularySize];
    this.helpers =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1), // its threads start with their first task
            task -> {
              Thread thread = new Thread(task, "rank1-logits");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The threads that are of use for a plan. */
  static int threads(LlamaPlan plan) {
    return plan.offload().isUsed() ? Math.min(MOST_THREADS, plan.threads()) : 1;
  }

  @Override
  public List<RowOutput> read(List<Row> asked) {
    IntBuffer logits = context.logits(asked.size());
    RowOutput[] found = new RowOutput[asked.size()];
    AtomicInteger next = new AtomicInteger();
    int threads = Math.max(1, Math.min(rows.length, asked.size() / LEAST_ROWS));
    List<CompletableFuture<?>> helping = new ArrayList<>();
    try {
      for (int[] row : List.of(rows).subList(1, threads)) {
        helping.add(
            CompletableFuture.runAsync(() -> readSome(logits, asked, next, row, found), helpers));
      }
      readSome(logits, asked, next, rows[0], found);
    } finally {
      // The logits are gone with the next decode.
      CompletableFuture.allOf(helping.toArray(CompletableFuture[]::new)).join();
    }
    return Arrays.asList(found);
  }

  private void readSome(
      IntBuffer logits, List<Row> asked, AtomicInteger next, int[] row, RowOutput[] found) {
    for (int i = next.getAndIncrement(); i < found.length; i = next.getAndIncrement()) {
      logits.get(i * vocabularySize, row);
      found[i] = read(row, asked.get(i).output());
    }
  }

  private RowOutput read(int[] row, Output wanted) {
    int token = ArgMax.of(row, vocabularySize);
    if (token == ArgMax.NOT_FINITE) {
      return RowReader.notFinite();
    }
    if (wanted == Output.NEXT_TOKEN) {
      return new RowOutput.Next(token);
    }
    float yes = Float.intBitsToFloat(row[answers.yes()]);
    float no = Float.intBitsToFloat(row[answers.no()]);
    return RowReader.decision(token, yes, no);
  }

  @Override
  public void close() {
    helpers.shutdown();
  }
}
