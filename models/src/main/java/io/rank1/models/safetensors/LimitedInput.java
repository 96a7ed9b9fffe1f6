package io.rank1.models.safetensors;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream. Closing it leaves the stream open. */
final class LimitedInput extends FilterInputStream {
  private long left;

  LimitedInput(InputStream in, long bytes) {
    super(in);
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    if (left <= 0) {
      return -1;
    }
    int octet = in.read();
    left = octet < 0 ? 0 : left - 1;
    return octet;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int count = in.read(to, from, (int) Math.min(length, left));
    left = count < 0 ? 0 : left - count;
    return count;
  }

  @Override
  public void close() {
    // the channel below belongs to who opened it
  }
}
