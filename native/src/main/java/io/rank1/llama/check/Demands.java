package io.rank1.llama.check;

import io.rank1.core.gguf.GgufArray;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufNumberArray;
import io.rank1.core.gguf.GgufStringArray;
import io.rank1.core.gguf.GgufValueType;
import java.util.Locale;
import java.util.Optional;

/** Metadata as llama.cpp demands them: a key is there, of one type, in a range. */
final class Demands {
  static final String CONVERT_AGAIN = "convert the model again with a recent llama.cpp";

  private final GgufFile file;

  Demands(GgufFile file) {
    this.file = file;
  }

  /**
   * Refuses the file unless a rule holds; the rule is a format string and put together only then.
   */
  void require(boolean holds, String rule, Object... values) {
    if (!holds) {
      throw unusable(String.format(Locale.ROOT, rule, values), CONVERT_AGAIN);
    }
  }

  ModelUnusableException unusable(String rule, String remedy) {
    return new ModelUnusableException(file.path() + ": " + rule + "; " + remedy);
  }

  boolean has(String key) {
    return file.type(key).isPresent();
  }

  /** Refuses another type; an absent key is fine. */
  void requireType(String key, GgufValueType wanted) {
    Optional<GgufValueType> type = file.type(key);
    require(
        type.isEmpty() || type.get() == wanted,
        "%s is of type %s, and llama.cpp demands %s",
        key,
        type.orElse(null),
        wanted);
  }

  String string(String key) {
    requirePresent(key, GgufValueType.STRING);
    return file.string(key).orElseThrow();
  }

  Optional<String> optionalString(String key) {
    requireType(key, GgufValueType.STRING);
    return file.string(key);
  }

  boolean flag(String key) {
    requireType(key, GgufValueType.BOOL);
    return file.bool(key).orElse(false);
  }

  /** A number that must be there. */
  int uint32(String key, int min, int max) {
    requirePresent(key, GgufValueType.UINT32);
    return inRange(key, min, max);
  }

  /** A number that has a default. */
  int uint32(String key, int min, int max, int absent) {
    requireType(key, GgufValueType.UINT32);
    return has(key) ? inRange(key, min, max) : absent;
  }

  /** A number that llama.cpp reads for each layer or once for all; it must be there. */
  int ofLayers(String key, int layers, int min, int max) {
    require(has(key), "it has no %s", key);
    Optional<GgufArray> array = file.array(key);
    if (array.isEmpty()) {
      return uint32(key, min, max);
    }
    GgufValueType element = array.get().elementType();
    require(
        element == GgufValueType.INT32 || element == GgufValueType.UINT32,
        "%s is an array of %s, and llama.cpp demands INT32 or UINT32",
        key,
        element);
    require(
        array.get().size() == layers,
        "%s has %d entries for %d layers",
        key,
        array.get().size(),
        layers);
    int first = inRange(key, ((GgufNumberArray) array.get()).integer(0), min, max);
    if (file.unsignedOfAll(key).isEmpty()) {
      throw unusable(
          key + " differs between layers, which is not supported",
          "use a model whose layers are alike");
    }
    return first;
  }

  /** A finite number above zero; fine if absent. */
  void positiveFloat(String key) {
    requireType(key, GgufValueType.FLOAT32);
    double value = file.floating(key).orElse(1);
    require(value > 0 && Double.isFinite(value), "%s is %s, not a positive number", key, value);
  }

  GgufStringArray strings(String key) {
    GgufArray array = array(key);
    if (array instanceof GgufStringArray strings) {
      return strings;
    }
    throw unusable(key + " is an array of " + array.elementType() + ", not STRING", CONVERT_AGAIN);
  }

  /** An array of numbers that must be of a type and size. */
  GgufNumberArray numbers(String key, GgufValueType element, int size) {
    GgufArray array = array(key);
    require(
        array.elementType() == element,
        "%s is an array of %s, not %s",
        key,
        array.elementType(),
        element);
    require(array.size() == size, "%s has %d entries for %d tokens", key, array.size(), size);
    return (GgufNumberArray) array;
  }

  private GgufArray array(String key) {
    requirePresent(key, GgufValueType.ARRAY);
    return file.array(key).orElseThrow();
  }

  private void requirePresent(String key, GgufValueType type) {
    require(has(key), "it has no %s", key);
    requireType(key, type);
  }

  private int inRange(String key, int min, int max) {
    return inRange(key, file.unsigned(key).orElseThrow(), min, max);
  }

  private int inRange(String key, long value, int min, int max) {
    require(value >= min && value <= max, "%s is %d, allowed are %d to %d", key, value, min, max);
    return (int) value;
  }
}
