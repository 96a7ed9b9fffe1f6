package io.rank1.llama.abi;

/**
 * A field's place in a struct.
 *
 * @param offset in bytes
 * @param type its C type
 * @param defaultBits what {@code *_default_params()} puts there, as raw bits of the type
 */
record Slot(int offset, Type type, long defaultBits) {

  /** C types that occur in the parameter structs. */
  enum Type {
    BOOL(1),
    INT32(4),
    FLOAT(4),
    INT64(8),
    POINTER(8);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }
  }

  Slot {
    if (offset < 0 || offset % type.bytes() != 0) {
      throw new IllegalArgumentException(type + " at offset " + offset);
    }
  }

  /** Reads the field's raw bits from a struct's little-endian words. */
  long read(long[] words) {
    int shift = 8 * (offset & 7);
    return words[offset >>> 3] >>> shift & mask();
  }

  /** Writes the field's raw bits. */
  void write(long[] words, long bits) {
    int shift = 8 * (offset & 7);
    long others = words[offset >>> 3] & ~(mask() << shift);
    words[offset >>> 3] = others | (bits & mask()) << shift;
  }

  private long mask() {
    return type.bytes() == Long.BYTES ? -1L : (1L << 8 * type.bytes()) - 1;
  }

  /** Raw bits as a person reads them. */
  String show(long bits) {
    return switch (type) {
      case FLOAT -> String.valueOf(Float.intBitsToFloat((int) bits));
      case INT32 -> String.valueOf((int) bits);
      case INT64 -> String.valueOf(bits);
      case BOOL -> bits == 0 ? "false" : bits == 1 ? "true" : "byte " + bits;
      case POINTER -> bits == 0 ? "NULL" : "0x" + Long.toHexString(bits);
    };
  }
}
