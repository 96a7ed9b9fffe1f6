package io.rank1.models.gguf;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Supplies the data of one tensor when the writer asks for them. */
@FunctionalInterface
public interface TensorSource {
  /**
   * Writes all bytes of the tensor, in the order of its rows, and does not close the channel. Every
   * {@code write} call on the channel takes the whole buffer.
   *
   * @throws IOException if the channel does, or if the data cannot be had
   */
  void writeTo(WritableByteChannel out) throws IOException;
}
