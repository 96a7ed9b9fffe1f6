package io.rank1.models.safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The tensors of a checkpoint folder: of {@code model.safetensors}, or of all shards that {@code
 * model.safetensors.index.json} names. Only headers are read. Immutable; holds no open file.
 */
public final class Checkpoint {
  /** The one file of a checkpoint that is not sharded. */
  public static final String SINGLE_FILE = "model.safetensors";

  /** The index of one that is. */
  public static final String INDEX_FILE = "model.safetensors.index.json";

  private final List<SafetensorsFile> files;
  private final Map<String, SafetensorsTensor> tensors;

  private Checkpoint(List<SafetensorsFile> files, Map<String, SafetensorsTensor> tensors) {
    this.files = List.copyOf(files);
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Reads the headers. Where a folder has both files, the single one is taken, as transformers
   * does.
   *
   * @throws SafetensorsException if the folder has neither file, if one is damaged, a shard is
   *     missing, or index and shards do not name the same tensors
   * @throws IOException if a file cannot be read
   */
  public static Checkpoint read(Path folder) throws IOException {
    Path single = folder.resolve(SINGLE_FILE);
    if (Files.exists(single)) {
      SafetensorsFile file = SafetensorsFile.read(single);
      return new Checkpoint(List.of(file), new LinkedHashMap<>(file.tensors()));
    }
    Path index = folder.resolve(INDEX_FILE);
    if (!Files.exists(index)) {
      throw new SafetensorsException(
          folder, "it has neither " + SINGLE_FILE + " nor " + INDEX_FILE);
    }
    return sharded(folder, index);
  }

  private static Checkpoint sharded(Path folder, Path index) throws IOException {
    Map<String, String> shards = SafetensorsIndex.read(index);
    List<SafetensorsFile> files = new ArrayList<>();
    Map<String, SafetensorsTensor> tensors = new LinkedHashMap<>();
    for (String name : new TreeSet<>(shards.values())) {
      Path path = folder.resolve(name);
      if (!Files.exists(path)) {
        throw new SafetensorsException(index, "the shard " + name + " is missing");
      }
      SafetensorsFile file = SafetensorsFile.read(path);
      for (SafetensorsTensor tensor : file.tensors().values()) {
        if (!name.equals(shards.get(tensor.name()))) {
          throw new SafetensorsException(
              path, "tensor " + tensor.name() + ": the index does not say that it is here");
        }
        tensors.put(tensor.name(), tensor);
      }
      files.add(file);
    }
    for (Map.Entry<String, String> entry : shards.entrySet()) {
      if (!tensors.containsKey(entry.getKey())) {
        throw new SafetensorsException(
            folder.resolve(entry.getValue()), "tensor " + entry.getKey() + " is missing");
      }
    }
    return new Checkpoint(files, tensors);
  }

  /** The files, in the order of their names. */
  public List<SafetensorsFile> files() {
    return files;
  }

  /** The tensors by name, in the order of the files. */
  public Map<String, SafetensorsTensor> tensors() {
    return tensors;
  }

  /** The tensor of this name, or empty if there is none. */
  public Optional<SafetensorsTensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }
}
