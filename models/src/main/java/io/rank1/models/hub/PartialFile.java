package io.rank1.models.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The beginning of a file that is being fetched, on disk. What an earlier try left is kept and
 * hashed when this is opened. For one thread; the caller keeps others out.
 */
final class PartialFile implements AutoCloseable {

  private final Path path;
  private final RemoteFile remote;
  private final FileChannel channel;
  private Optional<MessageDigest> digest;
  private long length;

  private PartialFile(Path path, RemoteFile remote, FileChannel channel) {
    this.path = path;
    this.remote = remote;
    this.channel = channel;
    this.digest = remote.content().digest(remote.size());
  }

  /**
   * Opens or makes one. A symbolic link of this name, which somebody else must have made, is
   * refused.
   *
   * @param path its name is its content's, so that what is there belongs to the same content
   * @throws HubException when it cannot be read or written
   */
  static PartialFile open(Path path, RemoteFile remote) {
    try {
      FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      PartialFile file = new PartialFile(path, remote, channel);
      file.readWhatIsThere();
      return file;
    } catch (IOException e) {
      throw disk(path, e);
    }
  }

  private void readWhatIsThere() throws IOException {
    if (channel.size() > remote.size()) {
      channel.truncate(0);
    }
    ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    while (channel.read(buffer.clear()) >= 0) {
      buffer.flip();
      length += buffer.remaining();
      digest.ifPresent(hash -> hash.update(buffer));
    }
  }

  /** Bytes on disk. */
  long length() {
    return length;
  }

  /**
   * Adds bytes at the end.
   *
   * @throws HubException when they are more than the file has, or cannot be written
   */
  void append(ByteBuffer bytes) {
    if (bytes.remaining() > remote.size() - length) {
      throw new HubException(
          HubException.Kind.DAMAGED,
          "the server sends more than the "
              + remote.size()
              + " bytes that it stated for "
              + remote.file()
              + "; try again later");
    }
    digest.ifPresent(hash -> hash.update(bytes.duplicate()));
    try {
      while (bytes.hasRemaining()) {
        length += channel.write(bytes);
      }
    } catch (IOException e) {
      throw disk(path, e);
    }
  }

  /** Drops everything. */
  void restart() {
    try {
      channel.truncate(0);
      channel.position(0);
    } catch (IOException e) {
      throw disk(path, e);
    }
    length = 0;
    digest = remote.content().digest(remote.size());
  }

  /** Whether the whole file has the hash that the server stated. Call it once, at the end. */
  boolean isAsStated() {
    return digest.map(hash -> remote.content().is(hash.digest())).orElse(true);
  }

  /** Makes the content durable, which must be before it is moved into place. */
  void force() {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw disk(path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw disk(path, e);
    }
  }

  private static HubException disk(Path path, IOException e) {
    return Disk.problem("write", path, e);
  }
}
