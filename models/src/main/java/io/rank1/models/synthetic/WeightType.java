package io.rank1.models.synthetic;

import io.rank1.models.gguf.F16Encoder;
import io.rank1.models.gguf.F32Encoder;
import io.rank1.models.gguf.Q4Encoder;
import io.rank1.models.gguf.Q8Encoder;
import io.rank1.models.gguf.RowEncoder;

/** How the matrices of a made-up model are stored; norms and biases are always 32-bit floats. */
public enum WeightType {
  F32(0, new F32Encoder()),
  F16(1, new F16Encoder()),
  Q8_0(7, new Q8Encoder()),
  Q4_0(2, new Q4Encoder());

  private final int fileType;
  private final RowEncoder encoder;

  WeightType(int fileType, RowEncoder encoder) {
    this.fileType = fileType;
    this.encoder = encoder;
  }

  /** The value of {@code general.file_type} ({@code llama_ftype} in llama.h). */
  int fileType() {
    return fileType;
  }

  RowEncoder encoder() {
    return encoder;
  }
}
