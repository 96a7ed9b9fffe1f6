package io.rank1.llama;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Wanted;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a step costs outside llama.cpp: reading a row of logits, and filling the batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepBenchmark {

  private static final int VOCABULARY = 151_936;
  private static final int SEQUENCES = 32;
  private static final int BATCH = 512;

  private final int[] row = new int[VOCABULARY];
  private StepTokens step;
  private LlamaBatch batch;
  private List<Chunk> decoding;
  private List<Chunk> prompts;

  /** A row of random logits, a step of 32 decoding sequences, and one of two prompts. */
  @Setup
  public void make() {
    Random random = new Random(1);
    for (int i = 0; i < VOCABULARY; i++) {
      row[i] = Float.floatToRawIntBits((float) random.nextGaussian());
    }
    step = new StepTokens(BATCH);
    batch = new LlamaBatch(BATCH, SEQUENCES);
    decoding = IntStream.range(0, SEQUENCES).mapToObj(slot -> chunk(slot, 400, 1)).toList();
    prompts = List.of(chunk(0, 0, BATCH / 2), chunk(1, 0, BATCH / 2));
  }

  private static Chunk chunk(int slot, int start, int tokens) {
    Wanted last = new Wanted(start + tokens - 1, Wanted.NO_LOGITS);
    return new Chunk(slot, start, new int[tokens], List.of(last));
  }

  @TearDown
  public void free() {
    batch.close();
  }

  @Benchmark
  public int argMaxOfARow() {
    return ArgMax.of(row, VOCABULARY);
  }

  @Benchmark
  public int batchOf32DecodingSequences() {
    return fill(decoding);
  }

  @Benchmark
  public int batchOf512PromptTokens() {
    return fill(prompts);
  }

  private int fill(List<Chunk> chunks) {
    step.fill(chunks);
    step.copyTo(batch, 0, step.size());
    return batch.size();
  }
}
