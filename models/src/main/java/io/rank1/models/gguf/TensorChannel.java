package io.rank1.models.gguf;

import io.rank1.core.gguf.GgufTensor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Counts the bytes of the tensor in hand on their way to the disk. */
final class TensorChannel implements WritableByteChannel {
  private final Path out;
  private final DiskWriter disk;
  private GgufTensor tensor;
  private long room = Long.MAX_VALUE;

  /**
   * @param out the file's name, for errors
   * @param disk stays open
   */
  TensorChannel(Path out, DiskWriter disk) {
    this.out = out;
    this.disk = disk;
  }

  void begin(GgufTensor next) {
    tensor = next;
    room = next.byteSize();
  }

  void end() throws IOException {
    if (room != 0) {
      throw new IOException("tensor " + tensor.name() + " lacks " + room + " bytes");
    }
    room = Long.MAX_VALUE;
  }

  void pad(int bytes) throws IOException {
    write(ByteBuffer.allocate(bytes));
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int bytes = source.remaining();
    if (bytes > room) {
      throw new IOException("tensor " + tensor.name() + " got more than its bytes");
    }
    room -= bytes;
    try {
      disk.append(source);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
    return bytes;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /** The file is its owner's to close. */
  @Override
  public void close() {
    // see isOpen
  }
}
