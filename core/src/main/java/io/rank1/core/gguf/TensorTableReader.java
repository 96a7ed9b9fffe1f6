package io.rank1.core.gguf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the tensor table behind the metadata and checks it against the length of the file. */
final class TensorTableReader {
  /** The largest models have a few thousand tensors. */
  private static final int MAX_TENSORS = 1 << 16;

  private final HeaderReader in;
  private final long alignment;

  TensorTableReader(HeaderReader in, long alignment) {
    this.in = in;
    this.alignment = alignment;
  }

  Map<String, GgufTensor> read(long count) throws IOException {
    if (count > MAX_TENSORS) {
      throw in.broken("the header claims " + count + " tensors, allowed are " + MAX_TENSORS);
    }
    Map<String, GgufTensor> tensors = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      in.enter("tensor number", i);
      GgufTensor tensor = tensor();
      if (tensors.put(tensor.name(), tensor) != null) {
        throw in.broken("it occurs twice");
      }
    }
    return tensors;
  }

  /** Where the data begin: the end of the table, rounded up to the alignment. */
  long dataOffset() {
    return (in.position() + alignment - 1) / alignment * alignment;
  }

  /** Checks that all data lie inside the file and that no two tensors share a byte. */
  void checkData(Map<String, GgufTensor> tensors) throws IOException {
    List<GgufTensor> sorted = new ArrayList<>(tensors.values());
    sorted.sort(Comparator.comparingLong(GgufTensor::offset));
    long room = in.fileSize() - dataOffset();
    GgufTensor before = null;
    for (GgufTensor tensor : sorted) {
      if (tensor.offset() > room - tensor.byteSize()) {
        in.enter("tensor", tensor.name());
        throw in.broken(
            String.format(
                Locale.ROOT,
                "it needs bytes %d to %d of the data, and the file has %d: is it cut off?",
                tensor.offset(),
                tensor.offset() + tensor.byteSize(),
                Math.max(0, room)));
      }
      if (before != null && before.offset() + before.byteSize() > tensor.offset()) {
        in.enter("tensor", tensor.name());
        throw in.broken("it overlaps tensor " + before.name());
      }
      before = tensor;
    }
  }

  private GgufTensor tensor() throws IOException {
    String name = in.name(GgufTensor.MAX_NAME_BYTES);
    in.enter("tensor", name);
    int nDims = in.int32();
    if (nDims < 1 || nDims > GgufTensor.MAX_DIMS) {
      throw in.broken(Integer.toUnsignedString(nDims) + " dimensions, allowed are 1 to 4");
    }
    List<Long> dims = new ArrayList<>(nDims);
    for (int i = 0; i < nDims; i++) {
      dims.add(in.int64());
    }
    int typeId = in.int32();
    Optional<GgmlType> type = GgmlType.of(typeId);
    if (type.isEmpty()) {
      throw in.broken("the type " + Integer.toUnsignedString(typeId) + " is unknown");
    }
    long offset = in.count();
    if (offset % alignment != 0) {
      throw in.broken("it begins at " + offset + ", no multiple of the alignment " + alignment);
    }
    try {
      return new GgufTensor(name, type.get(), dims, offset, GgufTensor.byteSize(type.get(), dims));
    } catch (IllegalArgumentException e) {
      throw in.broken(e.getMessage());
    }
  }
}
