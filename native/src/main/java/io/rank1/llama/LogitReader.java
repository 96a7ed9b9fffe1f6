package io.rank1.llama;

import io.rank1.core.runner.Row;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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

  /**
   * What one thread reads with.
   *
   * @param row raw bits of a row of logits
   */
  private record Scratch(int[] row, TokenSampler sampler) {}

  private final LlamaContext context;
  private final int vocabularySize;
  private final List<Scratch> scratches; // thread by thread
  private final ExecutorService helpers;

  /**
   * @param threads how many read, the one that decodes included; positive
   */
  LogitReader(LlamaContext context, int vocabularySize, int threads) {
    this.context = context;
    this.vocabularySize = vocabularySize;
    this.scratches =
        Stream.generate(() -> new Scratch(new int[vocabularySize], new TokenSampler()))
            .limit(threads)
            .toList();
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
  public void check(Wanted wanted, Sampling sampling) {
    // all can be read
  }

  @Override
  public List<Row> read(List<Asked> asked) {
    IntBuffer logits = context.logits(asked.size());
    Row[] found = new Row[asked.size()];
    AtomicInteger next = new AtomicInteger();
    int threads = Math.max(1, Math.min(scratches.size(), asked.size() / LEAST_ROWS));
    List<CompletableFuture<?>> helping = new ArrayList<>();
    try {
      for (Scratch scratch : scratches.subList(1, threads)) {
        helping.add(
            CompletableFuture.runAsync(
                () -> readSome(logits, asked, next, scratch, found), helpers));
      }
      readSome(logits, asked, next, scratches.get(0), found);
    } finally {
      // The logits are gone with the next decode.
      CompletableFuture.allOf(helping.toArray(CompletableFuture[]::new)).join();
    }
    return Arrays.asList(found);
  }

  private void readSome(
      IntBuffer logits, List<Asked> asked, AtomicInteger next, Scratch scratch, Row[] found) {
    for (int i = next.getAndIncrement(); i < found.length; i = next.getAndIncrement()) {
      logits.get(i * vocabularySize, scratch.row());
      found[i] = read(scratch, asked.get(i));
    }
  }

  private Row read(Scratch scratch, Asked asked) {
    int[] row = scratch.row();
    Wanted wanted = asked.wanted();
    int token = ArgMax.of(row, vocabularySize);
    if (token == ArgMax.NOT_FINITE) {
      return RowReader.notFinite(wanted);
    }
    Sampling sampling = asked.sampling();
    if (!sampling.isGreedy()) {
      double draw = sampling.draw(wanted.position());
      token = scratch.sampler().draw(row, vocabularySize, token, sampling, draw);
    }
    float[] logits = new float[wanted.logitsOf().length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Float.intBitsToFloat(row[wanted.logitsOf()[i]]);
    }
    return RowReader.row(wanted, token, logits);
  }

  @Override
  public void close() {
    helpers.shutdown();
  }
}
