package io.rank1.llama.check;

import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufModel;
import io.rank1.core.gguf.GgufTensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The tensor table: what ggml's operators assert of types, and gguf.cpp of offsets. */
final class TensorCheck {
  private static final String EMBEDDING = "token_embd.weight";

  /** Types without a dot product: ggml aborts on them in a matrix multiplication. */
  private static final Set<GgmlType> NO_MATRIX =
      EnumSet.of(
          GgmlType.I8,
          GgmlType.I16,
          GgmlType.I32,
          GgmlType.I64,
          GgmlType.F64,
          GgmlType.Q8_1,
          GgmlType.Q8_K);

  private TensorCheck() {}

  static void check(GgufModel model, Demands demands, ShapeCheck shape, int vocabularySize) {
    model.parts().forEach(TensorCheck::checkPart);
    GgufTensor tokens = model.tensors().get(EMBEDDING);
    demands.require(tokens != null, "it has no tensor %s", EMBEDDING);
    List<Long> wanted = List.of((long) shape.embedding(), (long) vocabularySize);
    demands.require(
        tokens.dims().equals(wanted),
        "%s is %s, and embedding length and token count are %s",
        EMBEDDING,
        tokens.dims(),
        wanted);
    if (shape.architecture() == Architecture.QWEN3) {
      requireHeadNorms(model, demands, shape);
    }
  }

  private static void requireHeadNorms(GgufModel model, Demands demands, ShapeCheck shape) {
    List<Long> wanted = List.of((long) shape.headDim());
    for (int layer = 0; layer < shape.layers(); layer++) {
      for (String part : List.of("q", "k")) {
        String name = "blk." + layer + ".attn_" + part + "_norm.weight";
        GgufTensor norm = model.tensors().get(name);
        demands.require(norm != null, "it has no tensor %s", name);
        demands.require(
            norm.dims().equals(wanted),
            "%s is %s, and a head is %d wide",
            name,
            norm.dims(),
            shape.headDim());
      }
    }
  }

  private static void checkPart(GgufFile file) {
    Demands demands = new Demands(file);
    long next = 0;
    for (GgufTensor tensor : file.tensors().values()) {
      demands.require(
          tensor.offset() == next,
          "tensor %s begins at %d, and llama.cpp expects %d",
          tensor.name(),
          tensor.offset(),
          next);
      next = padded(next + tensor.byteSize(), file.alignment());
      boolean vector = isVector(tensor);
      demands.require(
          vector ? tensor.type() == GgmlType.F32 : !NO_MATRIX.contains(tensor.type()),
          "tensor %s is of type %s, which llama.cpp cannot compute with",
          tensor.name(),
          tensor.type());
    }
  }

  /**
   * A norm, a bias or the divisors of rope are one to llama.cpp also where further dimensions of 1
   * are written out; the only matrix of one row is the head for one label.
   */
  private static boolean isVector(GgufTensor tensor) {
    List<Long> dims = tensor.dims();
    boolean oneRow = dims.stream().skip(1).allMatch(length -> length == 1);
    return dims.size() == 1 || oneRow && !tensor.name().equals(Head.CLASSES);
  }

  private static long padded(long bytes, long alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
  }
}
