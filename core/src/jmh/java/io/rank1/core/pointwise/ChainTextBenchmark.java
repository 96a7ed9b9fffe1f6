package io.rank1.core.pointwise;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes per token to find the end of a chain of 300 tokens. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChainTextBenchmark {

  private static final int TOKENS = 300;

  private final byte[][] pieces = new byte[TOKENS][];

  /** Words of one to eight letters, and the marker in three pieces at the end. */
  @Setup
  public void write() {
    Random random = new Random(1);
    for (int i = 0; i < TOKENS - 3; i++) {
      String word = " " + "abcdefgh".substring(0, 1 + random.nextInt(8));
      pieces[i] = word.getBytes(StandardCharsets.US_ASCII);
    }
    String[] end = {"</", "think", ">"};
    for (int i = 0; i < end.length; i++) {
      pieces[TOKENS - end.length + i] = end[i].getBytes(StandardCharsets.US_ASCII);
    }
  }

  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public ChainText.State end() {
    ChainText chain = new ChainText("</think>", List.of(" true", " false"));
    ChainText.State state = chain.state();
    for (byte[] piece : pieces) {
      state = chain.append(piece);
    }
    return state;
  }
}
