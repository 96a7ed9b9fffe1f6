package io.rank1.llama;

import io.rank1.core.pair.Score;
import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.Output;
import io.rank1.core.runner.RowOutput;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.StepResult;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Runs steps on a llama.cpp context. A slot is a sequence id. Everything that llama.cpp would
 * assert is checked here first, since an assert there ends the process.
 */
final class LlamaRunner implements ModelRunner {

  private final LlamaContext context;
  private final LlamaBatch batch;
  private final RunnerLimits limits;
  private final AnswerTokens answers;
  private final int vocabularySize;
  private final int[] row; // raw bits of one row of logits
  private final int[] lengths; // positions in the cache, slot by slot

  private LlamaRunner(
      LlamaModel model, LlamaContext context, LlamaPlan plan, AnswerTokens answers) {
    this.context = context;
    this.batch = new LlamaBatch(plan.batch(), plan.parallel());
    this.limits = new RunnerLimits(plan.parallel(), plan.cells(), plan.context(), plan.batch());
    this.answers = answers;
    this.vocabularySize = model.vocabulary().size();
    this.row = new int[vocabularySize];
    this.lengths = new int[plan.parallel()];
  }

  /** Makes a runner that the calling thread owns. */
  static LlamaRunner create(LlamaModel model, LlamaPlan plan, AnswerTokens answers) {
    return new LlamaRunner(model, LlamaContext.create(model, plan), plan, answers);
  }

  @Override
  public RunnerLimits limits() {
    return limits;
  }

  @Override
  public StepResult run(List<Chunk> chunks) throws RunnerException {
    check(chunks);
    fill(chunks);
    long start = System.nanoTime();
    LlamaContext.Decoded decoded = context.decode(batch);
    if (decoded == LlamaContext.Decoded.NO_ROOM) {
      context.defragment();
      decoded = context.decode(batch);
    }
    long inDecode = System.nanoTime() - start;
    if (decoded == LlamaContext.Decoded.NO_ROOM) {
      return new StepResult(StepResult.Outcome.NO_ROOM, List.of(), inDecode);
    }
    for (Chunk chunk : chunks) {
      lengths[chunk.slot()] += chunk.tokens().length;
    }
    return new StepResult(StepResult.Outcome.RAN, read(chunks), inDecode);
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

  private void fill(List<Chunk> chunks) {
    batch.clear();
    for (Chunk chunk : chunks) {
      int[] tokens = chunk.tokens();
      int last = tokens.length - 1;
      for (int i = 0; i <= last; i++) {
        boolean output = i == last && chunk.output() != Output.NONE;
        batch.add(tokens[i], chunk.start() + i, chunk.slot(), output);
      }
    }
  }

  private List<RowOutput> read(List<Chunk> chunks) {
    List<RowOutput> rows = new ArrayList<>(batch.outputCount());
    if (batch.outputCount() == 0) {
      return rows;
    }
    IntBuffer logits = context.logits(batch.outputCount());
    for (Chunk chunk : chunks) {
      if (chunk.output() != Output.NONE) {
        logits.get(rows.size() * vocabularySize, row);
        rows.add(read(chunk.output()));
      }
    }
    return rows;
  }

  private RowOutput read(Output output) {
    int token = ArgMax.of(row, vocabularySize);
    if (token == ArgMax.NOT_FINITE) {
      return new RowOutput.Broken("the model's logits are not finite: its file may be damaged");
    }
    if (output == Output.NEXT_TOKEN) {
      return new RowOutput.Next(token);
    }
    float yes = Float.intBitsToFloat(row[answers.yes()]);
    float no = Float.intBitsToFloat(row[answers.no()]);
    return Float.isFinite(yes) && Float.isFinite(no)
        ? new RowOutput.Decision(token, new Score(yes, no))
        : new RowOutput.Broken("the logits of the answers are not finite: " + yes + ", " + no);
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
    context.close();
    batch.close();
  }
}
