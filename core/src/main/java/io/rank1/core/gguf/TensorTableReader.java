package io.rank1.core.gguf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
      GgufTensor tensor = tensor("tensor " + i);
      if (tensors.put(tensor.name(), tensor) != null) {
        throw in.broken("tensor " + tensor.name() + " occurs twice");
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
        throw in.broken(
            "tensor %s needs bytes %d to %d of the data, and the file has %d: is it cut off?"
                .formatted(
                    tensor.name(),
                    tensor.offset(),
                    tensor.offset() + tensor.byteSize(),
                    Math.max(0, room)));
      }
      if (before != null && before.offset() + before.byteSize() > tensor.offset()) {
        throw in.broken("tensors %s and %s overlap".formatted(before.name(), tensor.name()));
      }
      before = tensor;
    }
  }

  private GgufTensor tensor(String what) throws IOException {
    String name = in.name(GgufTensor.MAX_NAME_BYTES, "the name of " + what);
    String tensor = "tensor " + name;
    int nDims = in.int32("the dimensions of " + tensor);
    if (nDims < 1 || nDims > GgufTensor.MAX_DIMS) {
      throw in.broken(
          tensor + " has " + Integer.toUnsignedString(nDims) + " dimensions, allowed are 1 to 4");
    }
    List<Long> dims = new ArrayList<>(nDims);
    for (int i = 0; i < nDims; i++) {
      dims.add(in.int64("the dimensions of " + tensor));
    }
    int typeId = in.int32("the type of " + tensor);
    GgmlType type =
        GgmlType.of(typeId)
            .orElseThrow(
                () ->
                    in.broken(
                        tensor + " has the unknown type " + Integer.toUnsignedString(typeId)));
    long offset = in.count("the offset of " + tensor);
    if (offset % alignment != 0) {
      throw in.broken(
          tensor + " begins at " + offset + ", not a multiple of the alignment " + alignment);
    }
    try {
      return new GgufTensor(name, type, dims, offset, GgufTensor.byteSize(type, dims));
    } catch (IllegalArgumentException e) {
      throw in.broken(tensor + ": " + e.getMessage());
    }
  }
}
