package io.rank1.models.convert;

import io.rank1.models.safetensors.SafetensorsFile;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A LoRA as PEFT saves it: two small matrices for each layer that it changes, and tensors that take
 * the place of the base's ({@code modules_to_save}). Counts which of these a plan uses. Headers are
 * read, and no weights.
 */
final class LoraAdapter {
  static final String FILE = "adapter_model.safetensors";

  private static final String PICKLE = "adapter_model.bin";
  private static final String PREFIX = "base_model.model.";
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";

  private final Path folder;
  private final LoraConfig config;
  private final SafetensorsFile file;
  private final Map<String, SafetensorsTensor> low = new TreeMap<>(); // by layer and suffix
  private final Map<String, SafetensorsTensor> saved = new TreeMap<>(); // by the base's name
  private final Set<String> used = new HashSet<>();

  private LoraAdapter(Path folder, LoraConfig config, SafetensorsFile file) {
    this.folder = folder;
    this.config = config;
    this.file = file;
    for (SafetensorsTensor tensor : file.tensors().values()) {
      String name =
          tensor.name().startsWith(PREFIX) ? tensor.name().substring(PREFIX.length()) : "";
      if (name.endsWith(A) || name.endsWith(B)) {
        low.put(name, tensor);
      } else {
        saved.put(name.replace(".modules_to_save.", "."), tensor);
      }
    }
  }

  /**
   * Reads a folder.
   *
   * @throws IOException if a file is missing or damaged, or holds what cannot be merged; the
   *     message is one line
   */
  static LoraAdapter read(Path folder) throws IOException {
    LoraConfig config = LoraConfig.read(folder);
    Path path = folder.resolve(FILE);
    if (!Files.exists(path)) {
      throw new ConvertException(
          folder,
          "it has no "
              + FILE
              + (Files.exists(folder.resolve(PICKLE))
                  ? ", only " + PICKLE + ", which is a program of Python's: save it as safetensors"
                  : ""));
    }
    LoraAdapter adapter = new LoraAdapter(folder, config, SafetensorsFile.read(path));
    adapter.check();
    return adapter;
  }

  private void check() throws ConvertException {
    for (SafetensorsTensor tensor : file.tensors().values()) {
      String name = tensor.name();
      require(name.startsWith(PREFIX), "tensor " + name + " does not begin with " + PREFIX);
      boolean other = name.contains("lora_") && !name.endsWith(A) && !name.endsWith(B);
      require(!other, "tensor " + name + ": this kind of LoRA is not supported");
      require(
          FloatRows.of(tensor.type()).isPresent(),
          "tensor "
              + name
              + " is of the type "
              + tensor.type()
              + "; supported are F32, F16 and BF16");
    }
    Set<String> layers = new TreeSet<>();
    for (String name : low.keySet()) {
      String layer = name.substring(0, name.length() - A.length());
      layers.add(layer);
      require(low.containsKey(layer + A), "the tensor " + PREFIX + layer + A + " is missing");
      require(low.containsKey(layer + B), "the tensor " + PREFIX + layer + B + " is missing");
    }
    require(!layers.isEmpty() || !saved.isEmpty(), "it has no tensors");
    Optional<String> missing = config.missingTarget(layers);
    require(
        missing.isEmpty(),
        "no tensor is of the target module " + missing.orElse("") + " of " + LoraConfig.FILE);
  }

  /** The folder. */
  Path folder() {
    return folder;
  }

  /** What is read of it. */
  List<Path> files() {
    return List.of(folder.resolve(LoraConfig.FILE), file.path());
  }

  float scale() {
    return config.scale();
  }

  /** What may surprise, one line each. */
  List<String> notes() {
    return config.notes();
  }

  /** A layer's two matrices, which are used from now on. */
  record LowRank(SafetensorsTensor a, SafetensorsTensor b) {}

  /**
   * What a layer gets; empty if that stays as it is.
   *
   * @param layer its name without a suffix
   * @throws ConvertException if the shapes do not fit the layer's
   */
  Optional<LowRank> of(String layer, long out, long in) throws ConvertException {
    SafetensorsTensor a = low.get(layer + A);
    if (a == null) {
      return Optional.empty();
    }
    SafetensorsTensor b = low.get(layer + B);
    requireShape(a, List.of((long) config.rank(), in));
    requireShape(b, List.of(out, (long) config.rank()));
    used.add(layer + A);
    used.add(layer + B);
    return Optional.of(new LowRank(a, b));
  }

  /** Whether it has a tensor in the place of one of the base's. */
  boolean saves(String name) {
    return saved.containsKey(name);
  }

  /** The tensor in the place of one of the base's, which is used from now on. */
  Optional<SafetensorsTensor> saved(String name) {
    used.add(name);
    return Optional.ofNullable(saved.get(name));
  }

  /**
   * Refuses an adapter with tensors that no layer took.
   *
   * @param className what does not know them
   */
  void requireNoOthers(String className) throws ConvertException {
    Set<String> others = new TreeSet<>(low.keySet());
    others.addAll(saved.keySet());
    others.removeAll(used);
    if (!others.isEmpty()) {
      String first = others.iterator().next();
      throw new ConvertException(
          file.path(),
          String.format(
              Locale.ROOT,
              "%d tensors have no place in %s, for example %s%s",
              others.size(),
              className,
              PREFIX,
              first));
    }
  }

  private void requireShape(SafetensorsTensor tensor, List<Long> shape) throws ConvertException {
    require(
        tensor.shape().equals(shape),
        String.format(
            Locale.ROOT,
            "tensor %s has the shape %s, and the base with r of %s makes it %s",
            tensor.name(),
            tensor.shape(),
            LoraConfig.FILE,
            shape));
  }

  private void require(boolean holds, String rule) throws ConvertException {
    if (!holds) {
      throw new ConvertException(file.path(), rule);
    }
  }
}
