package io.rank1.models.synthetic;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.core.gguf.GgufValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Cuts small models into parts as {@code llama-gguf-split} does: the first has the metadata, all
 * have some of the tensors. A model is held in memory.
 */
public final class SplitModel {
  /** Magic, version, and the two counts. */
  private static final int FIXED_BYTES = 24;

  private static final int KEY_COUNT_AT = 16;

  private final GgufFile file;
  private final byte[] bytes;
  private final List<GgufTensor> tensors;

  private SplitModel(GgufFile file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
    this.tensors = List.copyOf(file.tensors().values());
  }

  /**
   * Writes the parts of a model.
   *
   * @param whole the model
   * @param folder where the parts come to lie
   * @param name what their names begin with
   * @param parts how many; no more than there are tensors
   * @return their paths, in order
   * @throws IOException if the model cannot be read or a part not be written
   */
  public static List<Path> write(Path whole, Path folder, String name, int parts)
      throws IOException {
    SplitModel model = new SplitModel(GgufFile.read(whole), Files.readAllBytes(whole));
    List<Path> paths = new ArrayList<>();
    int each = (model.tensors.size() + parts - 1) / parts;
    for (int i = 0; i < parts; i++) {
      Path path =
          folder.resolve(String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", name, i + 1, parts));
      int from = Math.min(model.tensors.size(), i * each);
      int to = Math.min(model.tensors.size(), from + each);
      paths.add(Files.write(path, model.part(i, parts, model.tensors.subList(from, to))));
    }
    return paths;
  }

  private byte[] part(int number, int count, List<GgufTensor> ours) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int keys = number == 0 ? (int) little(bytes).getLong(KEY_COUNT_AT) : 0;
    out.writeBytes(Arrays.copyOf(bytes, 8));
    int64(out, ours.size());
    int64(out, keys + 3L);
    if (number == 0) {
      out.write(bytes, FIXED_BYTES, tableOffset() - FIXED_BYTES);
    }
    key(out, "split.no", GgufValueType.UINT16);
    int16(out, number);
    key(out, "split.count", GgufValueType.UINT16);
    int16(out, count);
    key(out, "split.tensors.count", GgufValueType.INT32);
    int32(out, tensors.size());
    long offset = 0;
    for (GgufTensor tensor : ours) {
      string(out, tensor.name());
      int32(out, tensor.dims().size());
      tensor.dims().forEach(dim -> int64(out, dim));
      int32(out, tensor.type().id());
      int64(out, offset);
      offset += padded(tensor.byteSize());
    }
    pad(out);
    for (GgufTensor tensor : ours) {
      out.write(bytes, (int) (file.dataOffset() + tensor.offset()), (int) tensor.byteSize());
      pad(out);
    }
    return out.toByteArray();
  }

  /** Where the tensor table begins: its first entry is told by its name. */
  private int tableOffset() {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    string(first, tensors.get(0).name());
    byte[] wanted = first.toByteArray();
    int at = (int) file.dataOffset() - wanted.length;
    while (!Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
      at--;
    }
    return at;
  }

  private long padded(long size) {
    return (size + file.alignment() - 1) / file.alignment() * file.alignment();
  }

  private void pad(ByteArrayOutputStream out) {
    out.writeBytes(new byte[(int) (padded(out.size()) - out.size())]);
  }

  private static void key(ByteArrayOutputStream out, String name, GgufValueType type) {
    string(out, name);
    int32(out, type.id());
  }

  private static void string(ByteArrayOutputStream out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int64(out, utf8.length);
    out.writeBytes(utf8);
  }

  private static void int16(ByteArrayOutputStream out, int value) {
    out.write(value);
    out.write(value >>> 8);
  }

  private static void int32(ByteArrayOutputStream out, int value) {
    out.writeBytes(little(new byte[Integer.BYTES]).putInt(0, value).array());
  }

  private static void int64(ByteArrayOutputStream out, long value) {
    out.writeBytes(little(new byte[Long.BYTES]).putLong(0, value).array());
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
