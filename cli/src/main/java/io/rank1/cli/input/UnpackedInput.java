package io.rank1.cli.input;

import com.github.luben.zstd.ZstdIOException;
import io.rank1.cli.exit.IoProblem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * What a stream holds, plain or unpacked from gzip or zstd, which its first bytes tell. These are
 * read when the first byte is asked for, and no more of them than it takes to tell. Never asks how
 * much is available, nor says it: streams of pipes fail when they are asked.
 */
public final class UnpackedInput extends InputStream {

  private final InputStream raw;
  private InputStream in; // null until something is read: looking at the first bytes may block
  private Optional<Packing> packing = Optional.empty();

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
   * @throws DamagedInputException when it cannot be unpacked
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      if (in == null) {
        in = unpacked();
      }
      return in.read(bytes, offset, length);
    } catch (EOFException e) {
      throw damaged("it ends too early", e);
    } catch (ZipException | ZstdIOException e) {
      throw damaged(IoProblem.describe(e), e);
    }
  }

  private DamagedInputException damaged(String how, IOException cause) {
    String title = packing.map(Packing::title).orElse("input");
    return new DamagedInputException("damaged " + title + ": " + how, cause);
  }

  private InputStream unpacked() throws IOException {
    PushbackInputStream all = new PushbackInputStream(raw, Packing.LONGEST);
    byte[] head = new byte[Packing.LONGEST];
    int length = 0;
    while (Packing.couldFollow(head, length) && all.read(head, length, 1) > 0) {
      length++;
    }
    all.unread(head, 0, length);
    packing = Packing.of(head, length);
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
