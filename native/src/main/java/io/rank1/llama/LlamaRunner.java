package io.rank1.llama;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.StepResult;
import io.rank1.core.runner.Wanted;
import io.rank1.llama.abi.ContextParam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Runs steps on a llama.cpp context. A slot is a sequence id. Everything that llama.cpp would
 * assert is checked here first, since an assert there ends the process.
 *
 * <p>The tokens of a step are in the order of their slots: a split cache computes sequences
 * together whose ids follow on each other, and as many tokens of each. There sequences that run one
 * token go to {@code llama_decode} by themselves, before the longer ones: otherwise outputs would
 * be computed in another order than they are asked for, and llama.cpp would put whole rows of
 * logits in order one by one. To b4916 a step is given in pieces of at most {@code n_ubatch}
 * tokens. That is how {@code llama_decode} would cut the step itself, but that build restores its
 * cache wrongly when a later piece finds no room ({@code llama_kv_slot_restorer} takes cells for
 * positions, and removes other sequences' tokens), and compacting a nearly full cache ends in an
 * assert. A piece needs its cells in one run: where there is none, a smaller piece is tried, and
 * the last, of one token, fits any gap.
 */
final class LlamaRunner implements ModelRunner {

  private final LlamaContext context;
  private final ThreadCount threads;
  private final LlamaBatch batch;
  private final StepTokens step;
  private final RunnerLimits limits;
  private final RowReader reader;
  private final int vocabularySize;
  private final int pieceTokens;
  private final boolean keepsBeginnings;
  private final KvLayout layout;
  private final int[] lengths; // positions in the cache, slot by slot

  private LlamaRunner(
      LlamaContext context,
      ThreadCount threads,
      RowReader reader,
      LlamaModel model,
      LlamaPlan plan) {
    this.context = context;
    this.threads = threads;
    this.pieceTokens = plan.callTokens(model.runtime().layout().kv());
    this.batch = new LlamaBatch(pieceTokens, plan.parallel());
    this.step = new StepTokens(plan.batch());
    boolean isBounded =
        plan.sampling().isOn()
            || model.runtime().layout().context().has(ContextParam.N_OUTPUTS_MAX);
    this.limits =
        new RunnerLimits(
            plan.parallel(),
            plan.cells(),
            plan.context(),
            plan.batch(),
            isBounded ? plan.rowsEach() : Integer.MAX_VALUE);
    this.reader = reader;
    this.vocabularySize = model.vocabulary().size();
    this.keepsBeginnings = model.keepsBeginnings();
    this.layout = plan.kvLayout();
    this.lengths = new int[plan.parallel()];
  }

  /**
   * Makes a runner that the calling thread owns, with the plan's number of threads.
   *
   * @param logitsOf the tokens whose logits can be read where a device chooses tokens; elsewhere
   *     any can be
   */
  static LlamaRunner create(LlamaModel model, LlamaPlan plan, int[] logitsOf) {
    return create(model, plan, logitsOf, ThreadCount.fixed(plan));
  }

  /**
   * Makes a runner that the calling thread owns.
   *
   * @param logitsOf the tokens whose logits can be read where a device chooses tokens
   * @param threads how many threads steps are computed with
   */
  static LlamaRunner create(LlamaModel model, LlamaPlan plan, int[] logitsOf, ThreadCount threads) {
    int size = model.vocabulary().size();
    Optional<DeviceSamplers> samplers = Optional.empty();
    if (plan.sampling().isOn()) {
      SamplingGraph graph = new SamplingGraph(logitsOf, size);
      samplers = Optional.of(model.runtime().samplers().create(graph, plan.parallel()));
    }
    LlamaContext context = LlamaContext.create(model, plan, samplers);
    try {
      RowReader reader =
          samplers.isPresent()
              ? new SampledReader(context, logitsOf, size)
              : new LogitReader(context, size, LogitReader.threads(plan));
      return new LlamaRunner(context, threads, reader, model, plan);
    } catch (RuntimeException | Error e) {
      context.close();
      throw e;
    }
  }

  @Override
  public RunnerLimits limits() {
    return limits;
  }

  @Override
  public boolean keepsBeginnings() {
    return keepsBeginnings;
  }

  @Override
  public boolean drawsTokens() {
    return reader instanceof LogitReader;
  }

  @Override
  public void interrupt() {
    context.abort();
  }

  /** The CPU threads of the last step, or the plan's before the first. */
  int threads() {
    return context.threads();
  }

  @Override
  public StepResult run(List<Chunk> chunks) throws RunnerException {
    context.requireOpen(); // the batch's memory goes with it
    check(chunks);
    threads.change().ifPresent(context::useThreads);
    step.fill(inOrder(chunks));
    int single = layout == KvLayout.SPLIT ? singleTokens(chunks) : 0;
    if (Arrays.stream(lengths).sum() + step.size() > limits.cells()) {
      return new StepResult(StepResult.Outcome.NO_ROOM, List.of(), 0);
    }
    List<List<Row>> rows = new ArrayList<>();
    for (int slot = 0; slot < limits.slots(); slot++) {
      rows.add(new ArrayList<>(1));
    }
    long inDecode = 0;
    int piece = pieceTokens;
    int from = 0;
    while (from < step.size()) {
      int to = Math.min(from + piece, from < single ? single : step.size());
      step.copyTo(batch, from, to);
      long start = System.nanoTime();
      LlamaContext.Decoded decoded = context.decode(batch);
      inDecode += System.nanoTime() - start;
      if (decoded == LlamaContext.Decoded.DONE) {
        read(from, to, rows);
        from = to;
      } else if (to - from > 1) {
        piece = (to - from) / 2;
      } else {
        chunks.forEach(chunk -> context.forget(chunk.slot(), chunk.start()));
        return new StepResult(StepResult.Outcome.NO_ROOM, List.of(), inDecode);
      }
    }
    for (Chunk chunk : chunks) {
      lengths[chunk.slot()] += chunk.tokens().length;
    }
    List<Row> inOrder = chunks.stream().flatMap(chunk -> rows.get(chunk.slot()).stream()).toList();
    return new StepResult(StepResult.Outcome.RAN, inOrder, inDecode);
  }

  private List<Chunk> inOrder(List<Chunk> chunks) {
    Comparator<Chunk> bySlot = Comparator.comparingInt(Chunk::slot);
    Comparator<Chunk> singleFirst = Comparator.comparing(chunk -> chunk.tokens().length > 1);
    return chunks.stream()
        .sorted(layout == KvLayout.SPLIT ? singleFirst.thenComparing(bySlot) : bySlot)
        .toList();
  }

  private static int singleTokens(List<Chunk> chunks) {
    return (int) chunks.stream().filter(chunk -> chunk.tokens().length == 1).count();
  }

  private void check(List<Chunk> chunks) {
    BitSet slots = new BitSet();
    int tokens = 0;
    for (Chunk chunk : chunks) {
      require(chunk.slot() < limits.slots(), "slot", chunk.slot());
      require(!slots.get(chunk.slot()), "second chunk in slot", chunk.slot());
      require(chunk.start() == lengths[chunk.slot()], "gap before position", chunk.start());
      int end = chunk.start() + chunk.tokens().length;
      require(end <= limits.sequenceTokens(), "sequence of tokens", end);
      for (int token : chunk.tokens()) {
        require(token >= 0 && token < vocabularySize, "token", token);
      }
      require(chunk.wanted().size() <= limits.rowsPerChunk(), "rows", chunk.wanted().size());
      for (Wanted wanted : chunk.wanted()) {
        for (int token : wanted.logitsOf()) {
          require(token >= 0 && token < vocabularySize, "token to be read", token);
        }
        reader.check(wanted, chunk.sampling());
      }
      slots.set(chunk.slot());
      tokens += chunk.tokens().length;
    }
    require(tokens > 0 && tokens <= limits.batchTokens(), "batch of tokens", tokens);
  }

  private static void require(boolean holds, String what, int value) {
    if (!holds) {
      throw new IllegalArgumentException(what + " out of range: " + value);
    }
  }

  private void read(int from, int to, List<List<Row>> rows) {
    List<RowReader.Asked> asked = new ArrayList<>();
    List<Integer> slots = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (step.isWanted(i)) {
        asked.add(step.asked(i, from));
        slots.add(step.slot(i));
      }
    }
    if (!asked.isEmpty()) {
      List<Row> found = reader.read(asked);
      for (int i = 0; i < found.size(); i++) {
        rows.get(slots.get(i)).add(found.get(i));
      }
    }
  }

  @Override
  public void copy(int from, int to, int length) {
    require(from >= 0 && from < limits.slots(), "slot", from);
    require(to >= 0 && to < limits.slots(), "slot", to);
    require(length >= 1 && length <= lengths[from], "length", length);
    require(lengths[to] == 0, "positions in a slot to be copied to", lengths[to]);
    context.copy(from, to, length);
    lengths[to] = length;
  }

  @Override
  public void truncate(int slot, int length) {
    require(slot >= 0 && slot < limits.slots(), "slot", slot);
    require(length >= 0, "length", length);
    // Also when it seems to hold no more: a failed step may have left cells behind.
    context.forget(slot, length);
    lengths[slot] = Math.min(length, lengths[slot]);
  }

  @Override
  public void close() {
    reader.close();
    context.close();
    batch.close();
  }
}
