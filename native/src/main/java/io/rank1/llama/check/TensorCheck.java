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

  static void check(GgufModel model, Demands demands, int embedding, int vocabularySize) {
    model.parts().forEach(TensorCheck::checkPart);
    GgufTensor tokens = model.tensors().get(EMBEDDING);
    demands.require(tokens != null, "it has no tensor %s", EMBEDDING);
    List<Long> wanted = List.of((long) embedding, (long) vocabularySize);
    demands.require(
        tokens.dims().equals(wanted),
        "%s is %s, and embedding length and token count are %s",
        EMBEDDING,
        tokens.dims(),
        wanted);
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
      boolean vector = tensor.dims().size() == 1;
      demands.require(
          vector ? tensor.type() == GgmlType.F32 : !NO_MATRIX.contains(tensor.type()),
          "tensor %s is of type %s, which llama.cpp cannot compute with",
          tensor.name(),
          tensor.type());
    }
  }

  private static long padded(long bytes, long alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
  }
}
