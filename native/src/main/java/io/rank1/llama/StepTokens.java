package io.rank1.llama;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Output;
import java.util.List;

/** The tokens of one step in a row, in memory that is allocated once. Confined to one thread. */
final class StepTokens {

  private final int[] tokens;
  private final int[] positions;
  private final int[] slots;
  private final Output[] outputs;
  private int size;

  StepTokens(int capacity) {
    tokens = new int[capacity];
    positions = new int[capacity];
    slots = new int[capacity];
    outputs = new Output[capacity];
  }

  int size() {
    return size;
  }

  /** Takes the chunks, which together must not exceed the capacity. */
  void fill(List<Chunk> chunks) {
    size = 0;
    for (Chunk chunk : chunks) {
      int last = chunk.tokens().length - 1;
      for (int i = 0; i <= last; i++) {
        tokens[size] = chunk.tokens()[i];
        positions[size] = chunk.start() + i;
        slots[size] = chunk.slot();
        outputs[size] = i == last ? chunk.output() : Output.NONE;
        size++;
      }
    }
  }

  /** What is to be read for a token. */
  Output output(int index) {
    return outputs[index];
  }

  /** The slot of a token's sequence. */
  int slot(int index) {
    return slots[index];
  }

  /** Puts the tokens of a range into a batch, in place of what it held. */
  void copyTo(LlamaBatch batch, int from, int to) {
    batch.clear();
    for (int i = from; i < to; i++) {
      batch.add(tokens[i], positions[i], slots[i], outputs[i] != Output.NONE);
    }
  }
}
