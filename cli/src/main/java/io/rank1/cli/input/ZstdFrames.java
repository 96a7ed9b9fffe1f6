package io.rank1.cli.input;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What the frames of a zstd file hold (RFC 8878), one after another. What follows a frame and is
 * none is an error, and so is a frame that ends too early: the library's own stream takes such a
 * one for the end when the frame before it was complete. Returns what there is, and waits for no
 * more.
 */
final class ZstdFrames extends InputStream {

  private static final int BUFFER = 1 << 17;

  private final InputStream packed;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] buffer = new byte[BUFFER];
  private final ByteBuffer source = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private final ByteBuffer text = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private long taken; // from the stream, all told
  private boolean complete = true; // the last frame
  private boolean moreInside; // of the context than fitted into the text

  /**
   * @param packed closed with this
   */
  ZstdFrames(InputStream packed) {
    this.packed = packed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * @throws IOException when a frame is damaged, needs what this program does not have, or
   *     something else follows one
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (!text.hasRemaining() && length > 0) {
      if (!source.hasRemaining() && !moreInside && !fill()) {
        if (complete) {
          return -1;
        }
        throw new DamagedInputException("zstd", "it ends too early", taken);
      }
      unpack();
    }
    int count = Math.min(length, text.remaining());
    text.get(bytes, offset, count);
    return count;
  }

  private void unpack() throws IOException {
    text.clear();
    try {
      complete = context.decompressDirectByteBufferStream(text, source);
    } catch (ZstdException e) {
      throw problem(e);
    } finally {
      moreInside = !complete && !text.hasRemaining();
      text.flip();
    }
  }

  private IOException problem(ZstdException e) {
    long code = Zstd.getErrorCode(e.getErrorCode()); // of the result, which is negative
    if (code == Zstd.errFrameParameterWindowTooLarge()) {
      return new IOException("this zstd needs a window of more than 128 MiB (--long); unpack it");
    }
    if (code == Zstd.errDictionaryWrong()) {
      return new IOException("this zstd needs a dictionary; unpack it");
    }
    long start = taken - source.remaining();
    boolean behind = complete && start > 0;
    return new DamagedInputException(
        "zstd",
        behind ? "what follows a frame is no other one: " + e.getMessage() : e.getMessage(),
        start);
  }

  private boolean fill() throws IOException {
    int count = Math.max(0, packed.read(buffer, 0, buffer.length));
    taken += count;
    source.clear().put(buffer, 0, count).flip();
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    context.close();
    packed.close();
  }
}
