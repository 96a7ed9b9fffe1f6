package io.rank1.llama;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import java.util.List;

/** The tokens of one step in a row, in memory that is allocated once. Confined to one thread. */
final class StepTokens {

  private final int[] tokens;
  private final int[] positions;
  private final int[] slots;
  private final Wanted[] wanted; // null where nothing is
  private final Sampling[] samplings;
  private int size;

  StepTokens(int capacity) {
    tokens = new int[capacity];
    positions = new int[capacity];
    slots = new int[capacity];
    wanted = new Wanted[capacity];
    samplings = new Sampling[capacity];
  }

  int size() {
    return size;
  }

  /** Takes the chunks, which together must not exceed the capacity. */
  void fill(List<Chunk> chunks) {
    size = 0;
    for (Chunk chunk : chunks) {
      int from = size;
      for (int i = 0; i < chunk.tokens().length; i++) {
        tokens[size] = chunk.tokens()[i];
        positions[size] = chunk.start() + i;
        slots[size] = chunk.slot();
        wanted[size] = null;
        samplings[size] = chunk.sampling();
        size++;
      }
      for (Wanted row : chunk.wanted()) {
        wanted[from + row.position() - chunk.start()] = row;
      }
    }
  }

  /** Whether anything is to be read after a token. */
  boolean isWanted(int index) {
    return wanted[index] != null;
  }

  /**
   * What is to be read after a token of which something is wanted.
   *
   * @param from where its batch begins
   */
  RowReader.Asked asked(int index, int from) {
    return new RowReader.Asked(index - from, wanted[index], samplings[index]);
  }

  /** The slot of a token's sequence. */
  int slot(int index) {
    return slots[index];
  }

  /** Puts the tokens of a range into a batch, in place of what it held. */
  void copyTo(LlamaBatch batch, int from, int to) {
    batch.clear();
    for (int i = from; i < to; i++) {
      batch.add(tokens[i], positions[i], slots[i], wanted[i] != null);
    }
  }
}
