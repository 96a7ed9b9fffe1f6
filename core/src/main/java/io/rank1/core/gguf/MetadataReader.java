package io.rank1.core.gguf;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
    for (long i = 0; i < count; i++) {
      in.enter("key number", i);
      String key = in.name(MAX_KEY_BYTES);
      in.enter("key", key);
      if (values.put(key, value(type())) != null) {
        throw in.broken("it occurs twice");
      }
    }
    return values;
  }

  private GgufValueType type() throws IOException {
    int id = in.int32();
    Optional<GgufValueType> type = GgufValueType.of(id);
    if (type.isEmpty()) {
      throw in.broken("the type " + Integer.toUnsignedString(id) + " is unknown");
    }
    return type.get();
  }

  private GgufValue value(GgufValueType type) throws IOException {
    Object content =
        switch (type) {
          case STRING -> in.string();
          case ARRAY -> array(1);
          case BOOL -> bool(in.integer(type));
          case FLOAT32, FLOAT64 -> in.floating(type);
          case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> in.integer(type);
        };
    return new GgufValue(type, content);
  }

  private boolean bool(long value) throws IOException {
    if (value > 1) {
      throw in.broken("a boolean of value " + value);
    }
    return value == 1;
  }

  private GgufArray array(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw in.broken("arrays are nested deeper than " + MAX_DEPTH);
    }
    GgufValueType element = type();
    long count = in.count();
    int smallest =
        switch (element) {
          case STRING -> GgufStringArray.LENGTH_BYTES;
          case ARRAY -> SMALLEST_ARRAY_BYTES;
          default -> element.bytes();
        };
    in.requireRoom(count, smallest);
    return switch (element) {
      case STRING -> strings((int) count);
      case ARRAY -> nested((int) count, depth);
      default -> numbers(element, (int) count);
    };
  }

  private GgufStringArray strings(int count) throws IOException {
    int begin = in.position();
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = in.skipString() - begin;
    }
    return new GgufStringArray(in.copy(begin, in.position()), starts);
  }

  private GgufNumberArray numbers(GgufValueType element, int count) throws IOException {
    int begin = in.skip((long) count * element.bytes());
    GgufNumberArray array = new GgufNumberArray(element, in.copy(begin, in.position()));
    if (element == GgufValueType.BOOL) {
      for (int i = 0; i < count; i++) {
        bool(array.integer(i));
      }
    }
    return array;
  }

  private GgufNestedArray nested(int count, int depth) throws IOException {
    for (int i = 0; i < count; i++) {
      array(depth + 1);
    }
    return new GgufNestedArray(count);
  }
}
