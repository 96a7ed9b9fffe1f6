package io.rank1.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;

/**
 * What a stream holds, plain or unpacked from gzip or zstd, which its first bytes tell. These are
 * read when the first byte is asked for, and no more of them than it takes to tell. Never asks how
 * much is available, nor says it: streams of pipes fail when they are asked.
 */
public final class UnpackedInput extends InputStream {

  private final InputStream raw;
  private InputStream in; // null until something is read: looking at the first bytes may block
  private DamagedInputException damage; // which stays: what follows it cannot be told

  /**
   * @param raw closed with this
   */
  public UnpackedInput(InputStream raw) {
    this.raw = raw;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * @throws DamagedInputException when it cannot be unpacked to its end, then and ever after
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (damage != null) {
      throw damage;
    }
    try {
      if (in == null) {
        in = unpacked();
      }
      return in.read(bytes, offset, length);
    } catch (DamagedInputException e) {
      damage = e;
      throw e;
    }
  }

  private InputStream unpacked() throws IOException {
    PushbackInputStream all = new PushbackInputStream(raw, Packing.LONGEST);
    byte[] head = new byte[Packing.LONGEST];
    int length = 0;
    while (Packing.couldFollow(head, length) && all.read(head, length, 1) > 0) {
      length++;
    }
    all.unread(head, 0, length);
    Optional<Packing> packing = Packing.of(head, length);
    return packing.isEmpty() ? all : packing.get().unpacked(all);
  }

  @Override
  public void close() throws IOException {
    if (in == null) {
      raw.close();
    } else {
      in.close();
    }
  }
}
