package io.rank1.models.safetensors;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The header of one safetensors file, checked against the format's rules and the length of the
 * file: a 64-bit length, that many bytes of JSON, then the data, which the tensors fill without
 * holes or overlaps. The data are not read. Immutable and safe to share between threads; holds no
 * open file.
 */
public final class SafetensorsFile {
  /** The format's limit on the JSON, in bytes. */
  public static final int MAX_HEADER_BYTES = 100_000_000;

  private final Path path;
  private final long fileSize;
  private final Map<String, SafetensorsTensor> tensors;
  private final Map<String, String> metadata;

  private SafetensorsFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.fileSize = channel.size();
    long headerBytes = headerBytes(channel);
    HeaderParser parser = new HeaderParser(path, Long.BYTES + headerBytes);
    parser.parse(
        new BufferedInputStream(
            new LimitedInput(Channels.newInputStream(channel), headerBytes), 1 << 16));
    this.tensors = Collections.unmodifiableMap(parser.tensors());
    this.metadata = Collections.unmodifiableMap(parser.metadata());
    checkData(Long.BYTES + headerBytes);
  }

  /**
   * Reads the header.
   *
   * @throws SafetensorsException if the file is no safetensors file, is damaged or cut off; the
   *     memory taken is bounded whatever the file claims
   * @throws IOException if the file cannot be read
   */
  public static SafetensorsFile read(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new SafetensorsFile(path, channel);
    }
  }

  private long headerBytes(FileChannel channel) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (length.hasRemaining()) {
      if (channel.read(length) < 0) {
        throw new SafetensorsException(
            path, "not a safetensors file: it has " + fileSize + " bytes");
      }
    }
    long bytes = length.getLong(0);
    if (bytes < 2 || bytes > MAX_HEADER_BYTES) {
      throw new SafetensorsException(
          path,
          String.format(
              Locale.ROOT,
              "not a safetensors file: a header of %s bytes, allowed are 2 to %d",
              Long.toUnsignedString(bytes),
              MAX_HEADER_BYTES));
    }
    if (bytes > fileSize - Long.BYTES) {
      throw new SafetensorsException(
          path,
          String.format(
              Locale.ROOT,
              "the header needs %d bytes, and the file has %d: is it cut off?",
              Long.BYTES + bytes,
              fileSize));
    }
    return bytes;
  }

  private void checkData(long dataOffset) throws SafetensorsException {
    List<SafetensorsTensor> sorted = new ArrayList<>(tensors.values());
    sorted.sort(
        Comparator.comparingLong(SafetensorsTensor::offset)
            .thenComparingLong(SafetensorsTensor::byteSize));
    long end = dataOffset;
    for (SafetensorsTensor tensor : sorted) {
      if (tensor.offset() != end) {
        String what = tensor.offset() < end ? "it overlaps the tensor before" : "a hole before it";
        throw new SafetensorsException(
            path,
            String.format(
                Locale.ROOT,
                "tensor %s: %s: it begins at byte %d, not %d",
                tensor.name(),
                what,
                tensor.offset(),
                end));
      }
      if (tensor.byteSize() > fileSize - end) {
        throw new SafetensorsException(
            path,
            String.format(
                Locale.ROOT,
                "tensor %s: it needs bytes %d to %s, and the file has %d: is it cut off?",
                tensor.name(),
                end,
                Long.toUnsignedString(end + tensor.byteSize()),
                fileSize));
      }
      end += tensor.byteSize();
    }
    if (end != fileSize) {
      throw new SafetensorsException(
          path, String.format(Locale.ROOT, "%d bytes follow the last tensor", fileSize - end));
    }
  }

  /** The file, as given to {@link #read}. */
  public Path path() {
    return path;
  }

  /** The length of the file in bytes. */
  public long fileSize() {
    return fileSize;
  }

  /** The tensors by name, in the order of the header. */
  public Map<String, SafetensorsTensor> tensors() {
    return tensors;
  }

  /** What {@code __metadata__} says, such as "format" and "pt"; often empty. */
  public Map<String, String> metadata() {
    return metadata;
  }
}
