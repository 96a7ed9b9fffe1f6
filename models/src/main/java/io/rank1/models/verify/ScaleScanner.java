package io.rank1.models.verify;

import io.rank1.models.verify.ScanPlan.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for numbers that are not finite in the tensors of a file whose bytes pass by from start to
 * end, in pieces of any length.
 */
final class ScaleScanner {

  private final List<Stretch> tensors;
  private final List<TensorFault> faults = new ArrayList<>();
  private final byte[] carry = new byte[512]; // longer than any block
  private int carried;
  private long position;
  private int current;
  private long blocks;
  private long faulty;
  private long firstFaulty;

  ScaleScanner(ScanPlan plan) {
    this.tensors = plan.stretches();
  }

  /** Takes the next bytes of the file. */
  void accept(byte[] bytes, int length) {
    int at = 0;
    while (at < length && current < tensors.size()) {
      Stretch tensor = tensors.get(current);
      long before = tensor.start() - (position + at);
      if (before > 0) {
        at += (int) Math.min(before, length - at);
        continue;
      }
      long left = tensor.bytes() + before; // before is how far it has been read, negative
      int count = (int) Math.min(left, length - at);
      scan(tensor, bytes, at, count);
      at += count;
      if (count == left) {
        finish(tensor);
      }
    }
    position += length;
  }

  private void scan(Stretch tensor, byte[] bytes, int from, int count) {
    ScaleLayout layout = tensor.layout();
    int size = tensor.blockBytes();
    int at = from;
    int end = from + count;
    if (carried > 0) {
      int missing = Math.min(size - carried, count);
      System.arraycopy(bytes, at, carry, carried, missing);
      carried += missing;
      at += missing;
      if (carried < size) {
        return;
      }
      check(layout, carry, 0);
      carried = 0;
    }
    for (; at + size <= end; at += size) {
      check(layout, bytes, at);
    }
    carried = end - at;
    System.arraycopy(bytes, at, carry, 0, carried);
  }

  private void check(ScaleLayout layout, byte[] bytes, int block) {
    if (!layout.isFinite(bytes, block)) {
      if (faulty == 0) {
        firstFaulty = blocks;
      }
      faulty++;
    }
    blocks++;
  }

  private void finish(Stretch tensor) {
    fault(tensor).ifPresent(faults::add);
    current++;
    blocks = 0;
    faulty = 0;
  }

  private Optional<TensorFault> fault(Stretch tensor) {
    return faulty == 0
        ? Optional.empty()
        : Optional.of(new TensorFault(tensor.name(), faulty, firstFaulty));
  }

  /** Tensors with such numbers, once all bytes have passed. */
  List<TensorFault> faults() {
    return List.copyOf(faults);
  }
}
