package io.rank1.core.gguf;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the key-value pairs behind the fixed part of the header. */
final class MetadataReader {
  /** Models have a few dozen keys. */
  private static final int MAX_KEYS = 1 << 16;

  /** The specification's limit on a key. */
  private static final int MAX_KEY_BYTES = 65_535;

  private static final int MAX_DEPTH = 4;
  private static final int SMALLEST_ARRAY_BYTES = Integer.BYTES + Long.BYTES;

  private final HeaderReader in;

  MetadataReader(HeaderReader in) {
    this.in = in;
  }

  Map<String, GgufValue> read(long count) throws IOException {
    if (count > MAX_KEYS) {
      throw in.broken("the header claims " + count + " keys, allowed are " + MAX_KEYS);
    }
    Map<String, GgufValue> values = new LinkedHashMap<>();
    Map<String, Integer> places = new HashMap<>();
    for (long i = 0; i < count; i++) {
      String key = in.name(MAX_KEY_BYTES, "the name of key " + i);
      GgufValue value = value(type("key " + key), "key " + key);
      if (values.put(key, value) != null) {
        throw in.broken("key " + key + " occurs twice, as number " + places.get(key) + " and " + i);
      }
      places.put(key, (int) i);
    }
    return values;
  }

  private GgufValueType type(String what) throws IOException {
    int id = in.int32("the type of " + what);
    return GgufValueType.of(id)
        .orElseThrow(
            () -> in.broken(what + " has the unknown type " + Integer.toUnsignedString(id)));
  }

  private GgufValue value(GgufValueType type, String what) throws IOException {
    Object content =
        switch (type) {
          case STRING -> in.string(what);
          case ARRAY -> array(what, 1);
          case BOOL -> bool(in.integer(type, what), what);
          case FLOAT32, FLOAT64 -> in.floating(type, what);
          case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> in.integer(type, what);
        };
    return new GgufValue(type, content);
  }

  private boolean bool(long value, String what) throws IOException {
    if (value > 1) {
      throw in.broken(what + " is a boolean of value " + value);
    }
    return value == 1;
  }

  private GgufArray array(String what, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw in.broken(what + " nests arrays deeper than " + MAX_DEPTH);
    }
    GgufValueType element = type("the elements of " + what);
    long count = in.count("the length of " + what);
    int smallest =
        switch (element) {
          case STRING -> GgufStringArray.LENGTH_BYTES;
          case ARRAY -> SMALLEST_ARRAY_BYTES;
          default -> element.bytes();
        };
    in.requireRoom(count, smallest, what);
    return switch (element) {
      case STRING -> strings((int) count, what);
      case ARRAY -> nested((int) count, what, depth);
      default -> numbers(element, (int) count, what);
    };
  }

  private GgufStringArray strings(int count, String what) throws IOException {
    int begin = in.position();
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = in.skipString(what) - begin;
    }
    return new GgufStringArray(in.copy(begin, in.position()), starts);
  }

  private GgufNumberArray numbers(GgufValueType element, int count, String what)
      throws IOException {
    int begin = in.skip((long) count * element.bytes(), what);
    GgufNumberArray array = new GgufNumberArray(element, in.copy(begin, in.position()));
    if (element == GgufValueType.BOOL) {
      for (int i = 0; i < count; i++) {
        bool(array.integer(i), what);
      }
    }
    return array;
  }

  private GgufNestedArray nested(int count, String what, int depth) throws IOException {
    for (int i = 0; i < count; i++) {
      array(what, depth + 1);
    }
    return new GgufNestedArray(count);
  }
}
