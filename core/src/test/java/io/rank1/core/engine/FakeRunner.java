package io.rank1.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.StepResult;
import io.rank1.core.runner.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * A model that follows a script, or any other function of the tokens in the cache. It holds the
 * engine to the runner's contract.
 */
class FakeRunner implements ModelRunner {

  /** What the model says after tokens. */
  interface Model {
    Row.Read row(int[] tokens, Wanted wanted);
  }

  private final RunnerLimits limits;
  private final Model model;
  private final FakeTokenizer tokenizer;
  private final List<int[]> cache = new ArrayList<>();
  final List<List<Chunk>> steps = new ArrayList<>();
  int peakCells;
  boolean closed;
  private Function<Integer, String> fault = step -> null;
  private IntPredicate broken = step -> false;
  private IntPredicate failingTruncation = call -> false;
  private IntPredicate failingCopy = call -> false;
  private Runnable interruption = () -> {};
  private String poison = "\0";
  private int truncations;
  private int copies;

  FakeRunner(RunnerLimits limits, Function<String, int[]> script) {
    this(limits, script, new FakeTokenizer());
  }

  /**
   * The next token follows a script that depends on the prompt alone, and the logits of the answers
   * follow from the text.
   */
  FakeRunner(RunnerLimits limits, Function<String, int[]> script, FakeTokenizer tokenizer) {
    this(limits, (tokens, wanted) -> scripted(tokens, wanted, script, tokenizer), tokenizer);
  }

  FakeRunner(RunnerLimits limits, Model model) {
    this(limits, model, new FakeTokenizer());
  }

  private FakeRunner(RunnerLimits limits, Model model, FakeTokenizer tokenizer) {
    this.limits = limits;
    this.tokenizer = tokenizer;
    this.model = model;
    for (int i = 0; i < limits.slots(); i++) {
      cache.add(new int[0]);
    }
  }

  /** What goes wrong in a step: null for nothing, "room" for no room, else a failure. */
  FakeRunner withFault(Function<Integer, String> newFault) {
    fault = newFault;
    return this;
  }

  /** Steps whose logits cannot be used. */
  FakeRunner withBrokenRows(IntPredicate newBroken) {
    broken = newBroken;
    return this;
  }

  /** Steps fail which run a text with this in it. */
  FakeRunner failingOn(String text) {
    poison = text;
    return this;
  }

  /** Calls of truncate that throw, counted from 0. */
  FakeRunner withFailingTruncations(IntPredicate newFailing) {
    failingTruncation = newFailing;
    return this;
  }

  /** Calls of copy that throw, counted from 0. */
  FakeRunner withFailingCopies(IntPredicate newFailing) {
    failingCopy = newFailing;
    return this;
  }

  /** What an interruption does. */
  FakeRunner withInterruption(Runnable newInterruption) {
    interruption = newInterruption;
    return this;
  }

  @Override
  public void interrupt() {
    interruption.run();
  }

  @Override
  public RunnerLimits limits() {
    return limits;
  }

  @Override
  public StepResult run(List<Chunk> chunks) throws RunnerException {
    check(chunks);
    String wrong = fault.apply(steps.size());
    boolean isBroken = broken.test(steps.size());
    steps.add(chunks);
    if ("room".equals(wrong)) {
      return new StepResult(StepResult.Outcome.NO_ROOM, List.of(), 0);
    }
    if (wrong != null) {
      throw new RunnerException(wrong);
    }
    for (Chunk chunk : chunks) {
      if (tokenizer.decode(chunk.tokens()).contains(poison)) {
        throw new RunnerException("a bad text");
      }
    }
    List<Row> rows = new ArrayList<>();
    for (Chunk chunk : chunks) {
      int[] before = cache.get(chunk.slot());
      int[] now = Arrays.copyOf(before, before.length + chunk.tokens().length);
      System.arraycopy(chunk.tokens(), 0, now, before.length, chunk.tokens().length);
      cache.set(chunk.slot(), now);
      for (Wanted wanted : chunk.wanted()) {
        rows.add(isBroken ? new Row.Broken(wanted.position(), "broken") : row(now, wanted));
      }
    }
    peakCells = Math.max(peakCells, usedCells());
    assertThat(usedCells()).as("KV cells in use").isLessThanOrEqualTo(limits.cells());
    return new StepResult(StepResult.Outcome.RAN, rows, 1);
  }

  private Row row(int[] cached, Wanted wanted) {
    return model.row(Arrays.copyOf(cached, wanted.position() + 1), wanted);
  }

  private static Row.Read scripted(
      int[] tokens, Wanted wanted, Function<String, int[]> script, FakeTokenizer tokenizer) {
    String text = tokenizer.decode(tokens);
    AnswerLogits score = score(text);
    float[] logits = new float[wanted.logitsOf().length];
    for (int i = 0; i < logits.length; i++) {
      boolean isTrue = wanted.logitsOf()[i] == FakeTokenizer.piece(" true");
      logits[i] = isTrue ? score.logitTrue() : score.logitFalse();
    }
    int mark = text.indexOf("<think>");
    SegmentedText prompt =
        SegmentedText.userText(text.substring(0, mark)).plus(SegmentedText.literal("<think>"));
    int[] chain = script.apply(prompt.text());
    int at = Math.max(0, tokens.length - tokenizer.encode(prompt).length);
    return new Row.Read(wanted.position(), at < chain.length ? chain[at] : 'x', logits);
  }

  private void check(List<Chunk> chunks) {
    assertThat(closed).isFalse();
    assertThat(chunks).isNotEmpty();
    Set<Integer> slots = new HashSet<>();
    int tokens = 0;
    for (Chunk chunk : chunks) {
      assertThat(slots.add(chunk.slot())).as("one chunk a slot").isTrue();
      assertThat(chunk.slot()).isLessThan(limits.slots());
      assertThat(chunk.start()).as("position").isEqualTo(cache.get(chunk.slot()).length);
      tokens += chunk.tokens().length;
      assertThat(chunk.start() + chunk.tokens().length)
          .as("sequence length")
          .isLessThanOrEqualTo(limits.sequenceTokens());
      assertThat(chunk.wanted()).hasSizeLessThanOrEqualTo(limits.rowsPerChunk());
    }
    assertThat(tokens).as("batch").isLessThanOrEqualTo(limits.batchTokens());
  }

  int usedCells() {
    return cache.stream().mapToInt(c -> c.length).sum();
  }

  /** Any function of the text will do. */
  static AnswerLogits score(String text) {
    int hash = text.hashCode();
    return new AnswerLogits((hash & 0xFF) / 16f, (hash >>> 8 & 0xFF) / 16f);
  }

  @Override
  public void copy(int from, int to, int length) {
    if (failingCopy.test(copies++)) {
      throw new IllegalStateException("cannot copy a sequence");
    }
    assertThat(cache.get(from)).as("held by %d", from).hasSizeGreaterThanOrEqualTo(length);
    assertThat(cache.get(to)).as("held by %d", to).isEmpty();
    cache.set(to, Arrays.copyOf(cache.get(from), length));
  }

  @Override
  public void truncate(int slot, int length) {
    if (failingTruncation.test(truncations++)) {
      throw new IllegalStateException("cannot forget a part of a sequence");
    }
    int[] held = cache.get(slot);
    cache.set(slot, Arrays.copyOf(held, Math.min(length, held.length)));
  }

  @Override
  public void close() {
    closed = true;
  }
}
