package io.rank1.models.convert;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.models.gguf.NewGguf;
import io.rank1.models.gguf.RowDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/** Compares a written file with its checkpoint, weight by weight. */
final class Verifier implements PieceStream.Work<Comparison> {
  /** Weights of a piece, where rows allow it. */
  private static final int USUAL_PIECE = 1 << 20;

  /** Rows that AWQ has in the same words. */
  private static final int TOGETHER = 8;

  private final NewGguf file;
  private final FileChannel channel;
  private final GgufFile gguf;
  private final List<TensorSlot> tensors;
  private Comparison total = Comparison.EMPTY;

  /**
   * @param tensors what should be in the file
   * @throws ConvertException if others are
   * @throws IOException if the file cannot be read
   */
  Verifier(NewGguf file, List<TensorSlot> tensors) throws IOException {
    this.file = file;
    this.channel = file.reader();
    this.gguf = GgufFile.read(file.path(), channel);
    this.tensors = tensors;
    for (TensorSlot slot : tensors) {
      GgufTensor tensor = gguf.tensors().get(slot.name());
      if (tensor == null || tensor.type() != slot.type() || !tensor.dims().equals(slot.dims())) {
        throw new ConvertException(
            file.path(), "the tensor " + slot.name() + " is not as it was written");
      }
    }
  }

  Comparison run(SourceReader sources, int threads, LongConsumer progress) throws IOException {
    try (PieceStream<Comparison> stream = new PieceStream<>(sources, threads, this)) {
      for (int i = 0; i < tensors.size(); i++) {
        stream.take(
            (found, out) -> {
              total = total.plus(found);
              progress.accept(total.weights());
            });
      }
    }
    return total;
  }

  private static int pieceRows(TensorSlot slot) {
    return (int) Math.max(1, Math.min(slot.rows(), USUAL_PIECE / slot.rowLength()));
  }

  @Override
  public int count(TensorSlot slot, Pieces pieces) {
    int rows = pieceRows(slot);
    return Math.toIntExact((slot.rows() + rows - 1) / rows);
  }

  @Override
  public Comparison run(
      TensorSlot slot, Pieces pieces, int piece, ByteBuffer out, ByteBuffer scratch)
      throws IOException {
    long first = (long) piece * pieceRows(slot);
    int rows = (int) Math.min(pieceRows(slot), slot.rows() - first);
    long rowBytes = slot.type().rowBytes(slot.rowLength());
    long offset = gguf.dataOffset() + gguf.tensors().get(slot.name()).offset();
    read(offset + first * rowBytes, out.limit((int) (rows * rowBytes)));
    out.flip();
    Comparison sum = Comparison.EMPTY;
    for (int done = 0; done < rows; done += TOGETHER) {
      float[][] expected = new float[Math.min(TOGETHER, rows - done)][slot.rowLength()];
      pieces.read(first + done, expected, scratch);
      sum = sum.plus(compare(slot, expected, out));
    }
    return sum;
  }

  private static Comparison compare(TensorSlot slot, float[][] expected, ByteBuffer in) {
    RowDecoder decoder = RowDecoder.of(slot.type());
    float[] row = new float[slot.rowLength()];
    long differing = 0;
    double largest = 0;
    for (float[] wanted : expected) {
      decoder.decode(in, row);
      if (Arrays.mismatch(row, wanted) < 0) {
        continue; // what nearly all are, found out fast
      }
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

  private void read(long position, ByteBuffer to) throws IOException {
    long at = position;
    while (to.hasRemaining()) {
      int count = channel.read(to, at);
      if (count < 0) {
        throw new EOFException(file.path() + ": the file ends early");
      }
      at += count;
    }
  }
}
