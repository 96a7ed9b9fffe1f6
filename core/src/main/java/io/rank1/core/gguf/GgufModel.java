package io.rank1.core.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of a model: of one file, or of all the parts of a split one. llama.cpp finds the
 * parts by their names, so these must be as {@code llama-gguf-split} makes them ({@code
 * llama_split_path}). Immutable; holds no open file.
 */
public final class GgufModel {
  /** More than any model has; llama.cpp's limit is 65,535. */
  public static final int MAX_PARTS = 1024;

  private static final String COUNT = "split.count";
  private static final String NUMBER = "split.no";
  private static final String TENSORS = "split.tensors.count";
  private static final int NAMED = 5;

  private final List<GgufFile> parts;
  private final Map<String, GgufTensor> tensors;

  private GgufModel(List<GgufFile> parts) throws GgufException {
    this.parts = List.copyOf(parts);
    Map<String, GgufTensor> all = new LinkedHashMap<>();
    for (GgufFile part : parts) {
      for (GgufTensor tensor : part.tensors().values()) {
        if (all.put(tensor.name(), tensor) != null) {
          throw new GgufException(
              part.path(), "tensor " + tensor.name() + ": an earlier part has it too");
        }
      }
    }
    this.tensors = Collections.unmodifiableMap(all);
  }

  /**
   * Reads the headers.
   *
   * @param path the file, or any part
   * @throws GgufException if a file is refused by {@link GgufFile#read}, parts are missing, which
   *     the message names, or do not belong together
   * @throws IOException if a file cannot be read
   */
  public static GgufModel read(Path path) throws IOException {
    GgufFile file = GgufFile.read(path);
    long count = file.unsigned(COUNT).orElse(1);
    if (count <= 1) {
      return new GgufModel(List.of(file));
    }
    GgufModel model = new GgufModel(parts(file, count));
    GgufFile head = model.head();
    boolean counted = head.type(TENSORS).equals(Optional.of(GgufValueType.INT32));
    long expected = counted ? head.unsigned(TENSORS).orElse(-1) : -1;
    if (expected != model.tensors.size()) {
      throw new GgufException(
          head.path(),
          String.format(
              Locale.ROOT,
              "the parts have %d tensors, and %s is %s",
              model.tensors.size(),
              TENSORS,
              counted ? expected : "missing or not INT32"));
    }
    return model;
  }

  private static List<GgufFile> parts(GgufFile file, long count) throws IOException {
    Path path = file.path();
    PartName name = PartName.of(path).orElse(null);
    if (name == null || name.count() != count) {
      throw new GgufException(
          path,
          String.format(
              Locale.ROOT,
              "it is one of %d parts, and their names must end in %s, as llama-gguf-split gives them",
              count,
              String.format(Locale.ROOT, "-00001-of-%05d.gguf", count)));
    }
    if (count > MAX_PARTS) {
      throw new GgufException(path, count + " parts, allowed are " + MAX_PARTS);
    }
    requireAll(path, name);
    List<GgufFile> parts = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      GgufFile part = GgufFile.read(path.resolveSibling(name.of(number)));
      requireNumber(part, number, count);
      parts.add(part);
    }
    return parts;
  }

  private static void requireAll(Path path, PartName name) throws GgufException {
    List<String> missing = new ArrayList<>();
    for (int number = 1; number <= name.count(); number++) {
      if (!Files.exists(path.resolveSibling(name.of(number)))) {
        missing.add(name.of(number));
      }
    }
    if (!missing.isEmpty()) {
      int more = missing.size() - NAMED;
      throw new GgufException(
          path,
          String.format(
              Locale.ROOT,
              "it is one of %d parts, and beside it these are missing: %s%s",
              name.count(),
              String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
              more > 0 ? " and " + more + " more" : ""));
    }
  }

  /** llama.cpp asserts that the number is there and of this type. */
  private static void requireNumber(GgufFile part, int number, long count) throws GgufException {
    Optional<GgufValueType> uint16 = Optional.of(GgufValueType.UINT16);
    if (!part.type(NUMBER).equals(uint16) || part.unsigned(NUMBER).orElse(-1) != number - 1) {
      throw new GgufException(
          part.path(), String.format(Locale.ROOT, "%s is not the UINT16 %d", NUMBER, number - 1));
    }
    if (!part.type(COUNT).equals(uint16) || part.unsigned(COUNT).orElse(-1) != count) {
      throw new GgufException(
          part.path(), String.format(Locale.ROOT, "%s is not the UINT16 %d", COUNT, count));
    }
  }

  /** The file with the metadata: the first part. It is the one to give to llama.cpp. */
  public GgufFile head() {
    return parts.get(0);
  }

  /** All files, in their order. */
  public List<GgufFile> parts() {
    return parts;
  }

  /** The paths of all files, in their order. */
  public List<Path> paths() {
    return parts.stream().map(GgufFile::path).toList();
  }

  /** The tensors of all parts by name. Offsets count within each part. */
  public Map<String, GgufTensor> tensors() {
    return tensors;
  }

  /** Bytes of all files. */
  public long fileSize() {
    return parts.stream().mapToLong(GgufFile::fileSize).sum();
  }
}
