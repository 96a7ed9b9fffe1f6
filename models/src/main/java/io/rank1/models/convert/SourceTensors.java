package io.rank1.models.convert;

import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tensors of a checkpoint, and which of them a plan uses. Those that a LoRA has in the place of
 * the checkpoint's count before these.
 */
final class SourceTensors {
  private final Path folder;
  private final Checkpoint checkpoint;
  private final Optional<LoraAdapter> lora;
  private final Set<String> used = new HashSet<>();

  SourceTensors(Path folder, Checkpoint checkpoint, Optional<LoraAdapter> lora) {
    this.folder = folder;
    this.checkpoint = checkpoint;
    this.lora = lora;
  }

  boolean has(String name) {
    return checkpoint.tensor(name).isPresent();
  }

  /** Counts tensors as used, whether they are there or not. */
  void use(Collection<String> names) {
    used.addAll(names);
  }

  /**
   * A tensor of floats, which is used from now on.
   *
   * @throws ConvertException if it is missing, of another type or of another shape
   */
  SafetensorsTensor floats(String name, List<Long> shape) throws ConvertException {
    SafetensorsTensor tensor = required(name);
    if (FloatRows.of(tensor.type()).isEmpty()) {
      throw new ConvertException(
          tensor.file(),
          String.format(
              Locale.ROOT,
              "tensor %s is of the type %s; supported are F32, F16 and BF16",
              name,
              tensor.type()));
    }
    if (!tensor.shape().equals(shape)) {
      throw new ConvertException(
          tensor.file(),
          String.format(
              Locale.ROOT,
              "tensor %s has the shape %s, and config.json makes it %s",
              name,
              tensor.shape(),
              shape));
    }
    return tensor;
  }

  /**
   * A tensor, which is used from now on.
   *
   * @throws ConvertException if it is missing
   */
  SafetensorsTensor required(String name) throws ConvertException {
    Optional<SafetensorsTensor> tensor =
        lora.flatMap(adapter -> adapter.saved(name)).or(() -> checkpoint.tensor(name));
    if (tensor.isEmpty()) {
      throw new ConvertException(
          folder, "the tensor " + name + " is missing" + packedInstead(name));
    }
    used.add(name);
    return tensor.get();
  }

  /** What a matrix is stored as where that is none of the ways that config.json speaks of. */
  private String packedInstead(String name) {
    String layer = name.substring(0, name.lastIndexOf('.') + 1);
    return checkpoint.tensors().keySet().stream()
        .filter(other -> other.startsWith(layer) && !other.endsWith(".bias"))
        .findFirst()
        .map(other -> "; there is " + other + ", and that packing is not supported here")
        .orElse("");
  }

  /**
   * Refuses a checkpoint with tensors that are not used.
   *
   * @param className what does not know them
   */
  void requireNoOthers(String className) throws ConvertException {
    Set<String> others = new TreeSet<>(checkpoint.tensors().keySet());
    others.removeAll(used);
    others.removeIf(name -> name.endsWith(".rotary_emb.inv_freq")); // computed anew by all
    if (!others.isEmpty()) {
      throw new ConvertException(
          folder,
          String.format(
              Locale.ROOT,
              "%d tensors are not known to %s, for example %s",
              others.size(),
              className,
              others.iterator().next()));
    }
  }
}
