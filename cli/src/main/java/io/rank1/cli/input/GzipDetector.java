package io.rank1.cli.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks gzip, recognised by its first two bytes. */
public final class GzipDetector {

  private static final int MAGIC_1 = 0x1F;
  private static final int MAGIC_2 = 0x8B;
  private static final int BUFFER = 1 << 16;

  private GzipDetector() {}

  /**
   * What a stream holds, unpacked if it is packed. Closing it closes the stream.
   *
   * @throws IOException when the stream cannot be read, or is damaged gzip
   */
  public static InputStream unpacked(InputStream raw) throws IOException {
    PushbackInputStream in = new PushbackInputStream(raw, 2);
    byte[] magic = in.readNBytes(2);
    in.unread(magic);
    boolean packed =
        magic.length == 2 && (magic[0] & 0xFF) == MAGIC_1 && (magic[1] & 0xFF) == MAGIC_2;
    return packed ? new GZIPInputStream(new AlwaysMore(in), BUFFER) : in;
  }

  /**
   * GZIPInputStream takes "no bytes available" after a member for the end of the file, and would
   * drop the members that a slow pipe has not brought yet.
   */
  private static final class AlwaysMore extends FilterInputStream {

    AlwaysMore(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 1;
    }
  }
}
