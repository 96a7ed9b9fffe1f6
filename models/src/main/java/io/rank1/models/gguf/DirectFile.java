package io.rank1.models.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that is written past the page cache ({@code O_DIRECT} and its like), which spares a copy
 * of every byte and leaves the cache to others; what is written so must be aligned to the blocks of
 * the file system. It is the same file as one that is open already.
 */
final class DirectFile implements AutoCloseable {
  private final FileChannel channel;
  private final int blockSize;
  private final int step;
  private boolean refused;

  private DirectFile(FileChannel channel, int blockSize, int step) {
    this.channel = channel;
    this.blockSize = blockSize;
    this.step = step;
  }

  /**
   * Opens a file that is there; empty where the system or the file system does not have this.
   *
   * @param step bytes that shall be written at once, a power of two
   */
  static Optional<DirectFile> open(Path file, int step) {
    try {
      long blockSize = Files.getFileStore(file).getBlockSize();
      if (blockSize < 1 || blockSize > step || Long.bitCount(blockSize) != 1) {
        return Optional.empty();
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS, directly());
      return Optional.of(new DirectFile(channel, (int) blockSize, step));
    } catch (IOException | UnsupportedOperationException | ClassNotFoundException e) {
      return Optional.empty(); // a matter of speed only; the ordinary way tells what is wrong
    }
  }

  /** The JDK's option, by name: compilers warn of it and cannot be told not to. */
  private static OpenOption directly() throws ClassNotFoundException {
    return (OpenOption)
        Stream.of(Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
            .filter(option -> option.toString().equals("DIRECT"))
            .findFirst()
            .orElseThrow(ClassNotFoundException::new);
  }

  /** A buffer of as many bytes as a step has, to write from. */
  ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(step + blockSize).alignedSlice(blockSize).slice(0, step);
  }

  /**
   * Writes what remains of such a buffer, or a part of it.
   *
   * @return how many bytes; 0 if this must be done the usual way, which tells what is wrong if it
   *     is not this way
   */
  int tryWrite(ByteBuffer bytes, long position) {
    if (refused || (bytes.position() | bytes.remaining() | position) % blockSize != 0) {
      return 0;
    }
    try {
      return channel.write(bytes, position);
    } catch (IOException e) {
      refused = true;
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
