package io.rank1.models.convert;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.models.gguf.RowDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** Compares a written file with its checkpoint, weight by weight. */
final class Verifier {
  private final Path file;
  private final List<TensorSlot> tensors;
  private final SourceReader sources;
  private final PiecePool pool;
  private Comparison total = Comparison.EMPTY;

  Verifier(Path file, List<TensorSlot> tensors, SourceReader sources, PiecePool pool) {
    this.file = file;
    this.tensors = tensors;
    this.sources = sources;
    this.pool = pool;
  }

  Comparison run(LongConsumer progress) throws IOException {
    GgufFile gguf = GgufFile.read(file);
    try (FileChannel channel = FileChannel.open(file)) {
      for (TensorSlot slot : tensors) {
        GgufTensor tensor = gguf.tensors().get(slot.name());
        if (tensor == null || tensor.type() != slot.type() || !tensor.dims().equals(slot.dims())) {
          throw new ConvertException(
              file, "the tensor " + slot.name() + " is not as it was written");
        }
        compare(slot, channel, gguf.dataOffset() + tensor.offset(), progress);
      }
    }
    return total;
  }

  private void compare(TensorSlot slot, FileChannel channel, long offset, LongConsumer progress)
      throws IOException {
    Pieces pieces = sources.take();
    long rowBytes = slot.type().rowBytes(slot.rowLength());
    int chunk = (int) Math.max(1, Math.min(slot.rows(), (1 << 20) / slot.rowLength()));
    long chunks = (slot.rows() + chunk - 1) / chunk;
    pool.run(
        Math.toIntExact(chunks),
        (number, out, scratch) -> {
          long first = (long) number * chunk;
          int rows = (int) Math.min(chunk, slot.rows() - first);
          float[][] expected = new float[rows][slot.rowLength()];
          pieces.read(first, expected, scratch);
          read(channel, offset + first * rowBytes, out.limit((int) (rows * rowBytes)));
          Comparison found = compare(slot, expected, out.flip());
          out.position(0).limit(0);
          return found;
        },
        (found, out) -> {
          total = total.plus(found);
          progress.accept(total.weights());
        });
    pieces.release();
  }

  private static Comparison compare(TensorSlot slot, float[][] expected, ByteBuffer in) {
    RowDecoder decoder = RowDecoder.of(slot.type());
    float[] row = new float[slot.rowLength()];
    long differing = 0;
    double largest = 0;
    for (float[] wanted : expected) {
      decoder.decode(in, row);
      for (int i = 0; i < row.length; i++) {
        if (row[i] != wanted[i]) {
          differing++;
          largest = Math.max(largest, Math.abs((double) row[i] - wanted[i]));
        }
      }
    }
    String first = differing == 0 ? "" : slot.name();
    return new Comparison((long) expected.length * row.length, differing, largest, first);
  }

  private void read(FileChannel channel, long position, ByteBuffer to) throws IOException {
    long at = position;
    while (to.hasRemaining()) {
      int count = channel.read(to, at);
      if (count < 0) {
        throw new EOFException(file + ": the file ends early");
      }
      at += count;
    }
  }
}
