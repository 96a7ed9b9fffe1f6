package io.rank1.cli.input;

import io.rank1.cli.zstd.ZstdLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** How files are packed, known by their first bytes. */
enum Packing {
  GZIP("gzip", 0xFF, 0x1F, 0x8B),
  ZSTD("zstd", 0xFF, 0x28, 0xB5, 0x2F, 0xFD),
  /** A frame to skip, 0x50 to 0x5F in its first byte, with which pzstd begins (RFC 8878, 3.1.2). */
  ZSTD_AFTER_NOTE("zstd", 0xF0, 0x50, 0x2A, 0x4D, 0x18),
  BZIP2("bzip2", 0xFF, 'B', 'Z', 'h', '9', '1', 'A', 'Y', '&', 'S', 'Y'),
  XZ("xz", 0xFF, 0xFD, '7', 'z', 'X', 'Z', 0x00),
  ZIP("zip", 0xFF, 'P', 'K', 0x03, 0x04),
  PARQUET("Parquet", 0xFF, 'P', 'A', 'R', '1', 0x15),
  ARROW("Arrow", 0xFF, 'A', 'R', 'R', 'O', 'W', '1', 0x00),
  COMPRESS("compress (.Z)", 0xFF, 0x1F, 0x9D),
  LZ4("lz4", 0xFF, 0x04, 0x22, 0x4D, 0x18),
  SEVEN_ZIP("7z", 0xFF, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C);

  /** The most bytes that tell the packing. */
  static final int LONGEST = 10;

  private final String title;
  private final int firstMask;
  private final int[] signature;

  /**
   * @param firstMask the bits of the first byte that count
   */
  Packing(String title, int firstMask, int... signature) {
    this.title = title;
    this.firstMask = firstMask;
    this.signature = signature;
  }

  /** Whether more bytes could tell a packing. */
  static boolean couldFollow(byte[] head, int length) {
    for (Packing packing : values()) {
      if (packing.signature.length > length && packing.agrees(head, length)) {
        return true;
      }
    }
    return false;
  }

  /** The packing of what begins so; nothing when it is not packed. */
  static Optional<Packing> of(byte[] head, int length) {
    for (Packing packing : values()) {
      if (packing.signature.length <= length && packing.agrees(head, packing.signature.length)) {
        return Optional.of(packing);
      }
    }
    return Optional.empty();
  }

  private boolean agrees(byte[] head, int length) {
    for (int i = 0; i < length; i++) {
      if ((head[i] & (i == 0 ? firstMask : 0xFF)) != signature[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Unpacks.
   *
   * @throws IOException when this packing is not supported
   */
  InputStream unpacked(InputStream in) throws IOException {
    return switch (this) {
      case GZIP -> new GzipMembers(in);
      case ZSTD, ZSTD_AFTER_NOTE -> zstd(in);
      case BZIP2, XZ, ZIP, PARQUET, ARROW, COMPRESS, LZ4, SEVEN_ZIP ->
          throw new IOException(notSupported(title));
    };
  }

  /** What is said of a packing that is not unpacked. */
  static String notSupported(String title) {
    return "this is " + title + ", which is not supported; plain text, gzip and zstd are";
  }

  private static InputStream zstd(InputStream in) throws IOException {
    ZstdLibrary.load();
    return new ZstdFrames(in);
  }
}
