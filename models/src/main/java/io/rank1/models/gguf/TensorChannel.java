package io.rank1.models.gguf;

import io.rank1.core.gguf.GgufTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A buffered file that counts the bytes of the tensor in hand. */
final class TensorChannel implements WritableByteChannel {
  /** From here on a write of its own costs less than to copy. */
  private static final int LARGE = 1 << 16;

  private final Path out;
  private final FileChannel file;
  private final Optional<EarlyForce> force;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private GgufTensor tensor;
  private long room = Long.MAX_VALUE;

  /**
   * @param out the file's name, for errors
   * @param file stays open
   * @param force is told of what is written
   */
  TensorChannel(Path out, FileChannel file, Optional<EarlyForce> force) {
    this.out = out;
    this.file = file;
    this.force = force;
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
    if (bytes >= LARGE) {
      flush();
      drain(source);
    }
    while (source.hasRemaining()) {
      int chunk = Math.min(source.remaining(), buffer.remaining());
      buffer.put(buffer.position(), source, source.position(), chunk);
      buffer.position(buffer.position() + chunk);
      source.position(source.position() + chunk);
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
    return bytes;
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  /** The file is its owner's to close. */
  @Override
  public void close() throws IOException {
    flush();
  }

  /** Hands on what is in the buffer. */
  void flush() throws IOException {
    drain(buffer.flip());
    buffer.clear();
  }

  private void drain(ByteBuffer bytes) throws GgufWriteException {
    try {
      int size = bytes.remaining();
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      if (force.isPresent()) {
        force.get().wrote(size);
      }
    } catch (IOException e) {
      throw new GgufWriteException(out, e);
    }
  }
}
