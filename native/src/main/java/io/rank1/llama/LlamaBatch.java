package io.rank1.llama;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.rank1.llama.raw.BatchStruct;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/**
 * The tokens of one {@code llama_decode}, in memory that is allocated once. Each token belongs to
 * one sequence. Confined to one thread; usable until closed.
 */
final class LlamaBatch implements AutoCloseable {

  private final int capacity;
  private final Memory memory;
  private final BatchStruct struct = new BatchStruct();
  private final LongBuffer sequencePointers;
  private final IntBuffer tokens;
  private final IntBuffer positions;
  private final ByteBuffer outputs;
  private final long sequenceIds; // address of the numbers 0, 1, 2, … as int32
  private int size;

  /**
   * @param capacity most tokens of a batch
   * @param sequences sequence ids run from 0 to below this
   */
  LlamaBatch(int capacity, int sequences) {
    this.capacity = capacity;
    long pointers = 0;
    long token = pointers + (long) capacity * Native.POINTER_SIZE;
    long position = token + 4L * capacity;
    long count = position + 4L * capacity;
    long ids = count + 4L * capacity;
    long output = ids + 4L * sequences;
    memory = new Memory(output + capacity);
    sequencePointers = longs(pointers, capacity);
    tokens = ints(token, capacity);
    positions = ints(position, capacity);
    outputs = memory.getByteBuffer(output, capacity);
    sequenceIds = com.sun.jna.Pointer.nativeValue(memory) + ids;
    fillConstants(ints(count, capacity), ints(ids, sequences));
    struct.token = memory.share(token);
    struct.pos = memory.share(position);
    struct.nSeqId = memory.share(count);
    struct.seqId = memory.share(pointers);
    struct.logits = memory.share(output);
  }

  private static void fillConstants(IntBuffer counts, IntBuffer ids) {
    while (counts.hasRemaining()) {
      counts.put(1); // each token is in one sequence
    }
    while (ids.hasRemaining()) {
      ids.put(ids.position());
    }
  }

  private IntBuffer ints(long offset, int count) {
    return bytes(offset, 4L * count).asIntBuffer();
  }

  private LongBuffer longs(long offset, int count) {
    return bytes(offset, 8L * count).asLongBuffer();
  }

  private ByteBuffer bytes(long offset, long length) {
    return memory.getByteBuffer(offset, length).order(ByteOrder.nativeOrder());
  }

  void clear() {
    size = 0;
  }

  /** Adds a token; the caller has checked it against vocabulary and sequences. */
  void add(int token, int position, int sequence, boolean output) {
    if (size == capacity) {
      throw new IllegalArgumentException("the batch holds " + capacity + " tokens at most");
    }
    tokens.put(size, token);
    positions.put(size, position);
    sequencePointers.put(size, sequenceIds + 4L * sequence);
    outputs.put(size, (byte) (output ? 1 : 0));
    size++;
  }

  /** Tokens in it. */
  int size() {
    return size;
  }

  /** The batch as llama.cpp takes it; valid until the next change. */
  BatchStruct struct() {
    struct.nTokens = size;
    return struct;
  }

  @Override
  public void close() {
    memory.close();
  }
}
