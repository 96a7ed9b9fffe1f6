package io.rank1.cli.view;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a file holds when it is opened, and nothing that a running job adds while it is read: half a
 * line at the end stays half a line.
 */
final class SnapshotStream extends FilterInputStream {

  private long left;

  private SnapshotStream(InputStream in, long length) {
    super(in);
    this.left = length;
  }

  static InputStream open(Path file) throws IOException {
    return new SnapshotStream(Files.newInputStream(file), Files.size(file));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    int read = super.read(bytes, offset, (int) Math.min(left, length));
    left -= Math.max(0, read);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(Math.min(left, count));
    left -= skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
