package io.rank1.models.convert;

import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The open files of a checkpoint, and the memory for what is read of them as a whole. Safe for use
 * by several threads; each file is opened once.
 */
final class ShardChannels implements AutoCloseable {
  private final Map<Path, FileChannel> channels = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<int[]> free = new ConcurrentLinkedDeque<>();

  /**
   * Reads a part of a tensor.
   *
   * @param from where in the tensor's data it begins, in bytes
   * @param to filled up to its limit, and then ready to be read from 0
   * @throws IOException if the file cannot be read, or has become shorter
   */
  void read(SafetensorsTensor tensor, long from, ByteBuffer to) throws IOException {
    FileChannel channel = channel(tensor.file());
    long position = tensor.offset() + from;
    while (to.hasRemaining()) {
      int count = channel.read(to, position);
      if (count < 0) {
        throw new ConvertException(tensor.file(), "the file became shorter while it was read");
      }
      position += count;
    }
    to.flip();
  }

  /** An array of at least a size, with anything in it. */
  int[] words(int size) {
    int[] words = free.poll();
    return words != null && words.length >= size ? words : new int[size];
  }

  /** Takes an array back that nobody uses any more. */
  void giveBack(int[] words) {
    free.push(words);
  }

  private FileChannel channel(Path path) throws IOException {
    FileChannel known = channels.get(path);
    if (known != null) {
      return known;
    }
    synchronized (channels) {
      FileChannel channel = channels.get(path);
      if (channel == null) {
        channel = FileChannel.open(path);
        channels.put(path, channel);
      }
      return channel;
    }
  }

  @Override
  public void close() throws IOException {
    IOException problem = null;
    for (FileChannel channel : channels.values()) {
      try {
        channel.close();
      } catch (IOException e) {
        problem = e;
      }
    }
    if (problem != null) {
      throw problem;
    }
  }
}
