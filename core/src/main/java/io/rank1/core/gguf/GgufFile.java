package io.rank1.core.gguf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The header of a GGUF file (versions 2 and 3, little-endian): metadata and tensor table, checked
 * against the specification ({@code ggml/docs/gguf.md}) and the length of the file. The weights are
 * not read. Immutable and safe to share between threads; holds no open file.
 *
 * <p>The typed getters answer empty when the key is absent or holds another type; {@link #type}
 * tells the two apart.
 */
public final class GgufFile {
  private static final int MAGIC = 0x46554747; // "GGUF", read as a little-endian number
  private static final String ALIGNMENT_KEY = "general.alignment";
  private static final long DEFAULT_ALIGNMENT = 32;

  private final Path path;
  private final int version;
  private final long fileSize;
  private final long alignment;
  private final long dataOffset;
  private final Map<String, GgufValue> metadata;
  private final Map<String, GgufTensor> tensors;

  private GgufFile(Path path, HeaderReader in) throws IOException {
    this.path = path;
    this.fileSize = in.fileSize();
    this.version = version(in);
    long tensorCount = in.count();
    long keyCount = in.count();
    this.metadata = Collections.unmodifiableMap(new MetadataReader(in).read(keyCount));
    this.alignment = alignment(in, metadata);
    TensorTableReader table = new TensorTableReader(in, alignment);
    this.tensors = Collections.unmodifiableMap(table.read(tensorCount));
    this.dataOffset = table.dataOffset();
    table.checkData(tensors);
  }

  /**
   * Reads the header.
   *
   * @throws GgufException if the file is no GGUF file, is damaged or cut off, or has a header of
   *     more than 64 MiB; the memory taken is bounded whatever the file claims
   * @throws IOException if the file cannot be read
   */
  public static GgufFile read(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return read(path, channel);
    }
  }

  /**
   * Reads the header of a file that is open, and stays so; its position does not matter.
   *
   * @param path what it is called
   * @throws GgufException as {@link #read(Path)} does
   * @throws IOException if the file cannot be read
   */
  public static GgufFile read(Path path, FileChannel channel) throws IOException {
    return new GgufFile(path, new HeaderReader(path, channel));
  }

  private static int version(HeaderReader in) throws IOException {
    int magic = in.int32();
    if (magic != MAGIC) {
      throw in.broken(
          String.format(
              Locale.ROOT, "not a GGUF file: it begins with the bytes %08x", swap(magic)));
    }
    int version = in.int32();
    if (version == 2 || version == 3) {
      return version;
    }
    if (swap(version) >= 1 && swap(version) <= 3) {
      throw in.broken("big-endian GGUF files are not supported");
    }
    throw in.broken(
        "GGUF version " + Integer.toUnsignedString(version) + " is not supported, only 2 and 3");
  }

  private static int swap(int value) {
    return Integer.reverseBytes(value);
  }

  private static long alignment(HeaderReader in, Map<String, GgufValue> metadata)
      throws GgufException {
    GgufValue value = metadata.get(ALIGNMENT_KEY);
    if (value == null) {
      return DEFAULT_ALIGNMENT;
    }
    if (value.type() != GgufValueType.UINT32) { // ggml asserts this type
      in.enter("key", ALIGNMENT_KEY);
      throw in.broken("it is of type " + value.type() + ", not UINT32");
    }
    long alignment = (Long) value.content();
    if (Long.bitCount(alignment) != 1) {
      in.enter("key", ALIGNMENT_KEY);
      throw in.broken("it is " + alignment + ", not a power of two");
    }
    return alignment;
  }

  /** The file, as given to {@link #read}. */
  public Path path() {
    return path;
  }

  /** The version of the format, 2 or 3. */
  public int version() {
    return version;
  }

  /** The length of the file in bytes. */
  public long fileSize() {
    return fileSize;
  }

  /** What the offsets of tensors are multiples of, in bytes: a power of two. */
  public long alignment() {
    return alignment;
  }

  /** Where the data of the tensors begin, in bytes from the start of the file. */
  public long dataOffset() {
    return dataOffset;
  }

  /** The tensors by name, in the order of the table. */
  public Map<String, GgufTensor> tensors() {
    return tensors;
  }

  /** All keys, in the order of the file. */
  public Set<String> keys() {
    return metadata.keySet();
  }

  /** The type of a value, or empty if the key is absent. */
  public Optional<GgufValueType> type(String key) {
    return Optional.ofNullable(metadata.get(key)).map(GgufValue::type);
  }

  /** A string; bytes that are not UTF-8 are U+FFFD. */
  public Optional<String> string(String key) {
    return content(key, String.class);
  }

  /** A value of any integer type, if it lies between 0 and {@link Long#MAX_VALUE}. */
  public OptionalLong unsigned(String key) {
    Optional<Long> value = content(key, Long.class).filter(number -> number >= 0);
    return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
  }

  /**
   * A value of any integer type as in {@link #unsigned}, or the one that all elements of an array
   * of integers have: some converters state for every layer what is the same in all.
   */
  public OptionalLong unsignedOfAll(String key) {
    if (!(content(key, GgufArray.class).orElse(null) instanceof GgufNumberArray array)) {
      return unsigned(key);
    }
    if (!array.elementType().isInteger() || array.size() == 0) {
      return OptionalLong.empty();
    }
    long first = array.integer(0);
    boolean same = first >= 0;
    for (int i = 1; i < array.size(); i++) {
      same &= array.integer(i) == first;
    }
    return same ? OptionalLong.of(first) : OptionalLong.empty();
  }

  /** A value of a floating-point type; it may be infinite or not a number. */
  public OptionalDouble floating(String key) {
    Optional<Double> value = content(key, Double.class);
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }

  /** A boolean. */
  public Optional<Boolean> bool(String key) {
    return content(key, Boolean.class);
  }

  /** An array of any element type. */
  public Optional<GgufArray> array(String key) {
    return content(key, GgufArray.class);
  }

  private <T> Optional<T> content(String key, Class<T> type) {
    return Optional.ofNullable(metadata.get(key))
        .map(GgufValue::content)
        .filter(type::isInstance)
        .map(type::cast);
  }
}
