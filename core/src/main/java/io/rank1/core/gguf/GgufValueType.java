package io.rank1.core.gguf;

import java.util.Optional;

/** The type of a metadata value; the ids are the ordinals ({@code ggml/docs/gguf.md}). */
public enum GgufValueType {
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  FLOAT32(4),
  BOOL(1),
  STRING(0),
  ARRAY(0),
  UINT64(8),
  INT64(8),
  FLOAT64(8);

  private final int bytes;

  GgufValueType(int bytes) {
    this.bytes = bytes;
  }

  /** The type with this id, or empty for an unknown id. */
  public static Optional<GgufValueType> of(int id) {
    return id < 0 || id >= values().length ? Optional.empty() : Optional.of(values()[id]);
  }

  /** The number that stands for this type in a GGUF file. */
  public int id() {
    return ordinal();
  }

  /** Bytes of one value; 0 for strings and arrays, whose length varies. */
  public int bytes() {
    return bytes;
  }

  /** Whether values are whole numbers. */
  public boolean isInteger() {
    return switch (this) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
      case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> false;
    };
  }

  /** Whether values are floating-point numbers. */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }
}
