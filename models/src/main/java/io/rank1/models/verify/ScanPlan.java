package io.rank1.models.verify;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsFile;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of a file's bytes are numbers that may not be finite. The tensors of both formats lie
 * inside the file and apart from each other, as the readers of their headers made sure.
 */
public final class ScanPlan {

  /** Floats of fewer bits than {@link FloatFormat} reads; some of these formats have no NaN. */
  private static final Set<Dtype> CLOSED =
      Set.of(
          Dtype.F4,
          Dtype.F6_E2M3,
          Dtype.F6_E3M2,
          Dtype.F8_E4M3,
          Dtype.F8_E4M3FNUZ,
          Dtype.F8_E5M2,
          Dtype.F8_E5M2FNUZ,
          Dtype.F8_E8M0);

  /**
   * A tensor that is looked into.
   *
   * @param name its name
   * @param start its first byte in the file
   * @param bytes its length, a multiple of a block's
   * @param blockBytes the length of a block
   * @param layout where a block has such numbers
   */
  record Stretch(String name, long start, long bytes, int blockBytes, ScaleLayout layout) {}

  private final List<Stretch> stretches = new ArrayList<>();
  private final Set<String> closedTypes = new TreeSet<>();
  private int closed;

  private ScanPlan() {}

  /** That of a file whose numbers nobody knows. */
  public static ScanPlan none() {
    return new ScanPlan();
  }

  /** That of a GGUF file. */
  public static ScanPlan of(GgufFile file) {
    ScanPlan plan = new ScanPlan();
    for (GgufTensor tensor : file.tensors().values()) {
      Optional<ScaleLayout> layout = ScaleLayout.of(tensor.type());
      if (layout.isPresent()) {
        plan.stretches.add(
            new Stretch(
                tensor.name(),
                file.dataOffset() + tensor.offset(),
                tensor.byteSize(),
                tensor.type().blockBytes(),
                layout.get()));
      } else if (ScaleLayout.isClosed(tensor.type())) {
        plan.addClosed(tensor.type());
      }
    }
    return plan.sorted();
  }

  /** That of a safetensors file. */
  public static ScanPlan of(SafetensorsFile file) {
    ScanPlan plan = new ScanPlan();
    for (SafetensorsTensor tensor : file.tensors().values()) {
      Optional<ScaleLayout> layout = ScaleLayout.of(tensor.type());
      if (layout.isPresent()) {
        plan.stretches.add(
            new Stretch(
                tensor.name(),
                tensor.offset(),
                tensor.byteSize(),
                tensor.type().bits() / Byte.SIZE,
                layout.get()));
      } else if (CLOSED.contains(tensor.type())) {
        plan.addClosed(tensor.type());
      }
    }
    return plan.sorted();
  }

  private void addClosed(Enum<?> type) {
    closed++;
    closedTypes.add(type.name());
  }

  private ScanPlan sorted() {
    stretches.sort(Comparator.comparingLong(Stretch::start));
    return this;
  }

  /** The tensors that are looked into, in the order of the file; none of them is empty. */
  List<Stretch> stretches() {
    return stretches.stream().filter(stretch -> stretch.bytes() > 0).toList();
  }

  /** How many tensors may have such numbers and are not looked into. */
  public int closed() {
    return closed;
  }

  /** The types of those, in alphabetical order. */
  public Collection<String> closedTypes() {
    return List.copyOf(closedTypes);
  }
}
