package io.rank1.models.verify;

/** Little-endian numbers, of which it is to be told whether they are finite. */
enum FloatFormat {
  F16(2, 0x7c, 0),
  BF16(2, 0x7f, 0x80),
  F32(4, 0x7f, 0x80),
  F64(8, 0x7f, 0xf0);

  private final int width;
  private final int lastBits;
  private final int beforeBits;

  /**
   * @param width bytes
   * @param lastBits the exponent's bits in the last byte
   * @param beforeBits those in the byte before
   */
  FloatFormat(int width, int lastBits, int beforeBits) {
    this.width = width;
    this.lastBits = lastBits;
    this.beforeBits = beforeBits;
  }

  /** Whether it is neither infinite nor NaN, which have all bits of the exponent set. */
  boolean isFinite(byte[] bytes, int offset) {
    return (bytes[offset + width - 1] & lastBits) != lastBits
        || (bytes[offset + width - 2] & beforeBits) != beforeBits;
  }
}
