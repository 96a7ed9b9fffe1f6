package io.rank1.models.convert;

import io.rank1.core.gguf.GgmlType;
import io.rank1.models.gguf.Bf16Encoder;
import io.rank1.models.gguf.F16Encoder;
import io.rank1.models.gguf.F32Encoder;
import io.rank1.models.gguf.Q4Encoder;
import io.rank1.models.gguf.Q5Encoder;
import io.rank1.models.gguf.Q8Encoder;
import io.rank1.models.gguf.RowEncoder;
import java.util.Arrays;

/** How the matrices of a converted model are stored; norms and biases are 32-bit floats always. */
public enum OutputType {
  F32(0, new F32Encoder(), Float.POSITIVE_INFINITY),
  /** Rounded to nearest even; what is below 2^-25 becomes 0. */
  F16(1, new F16Encoder(), 65_520),
  BF16(32, new Bf16Encoder(), 0x1.ffp127f),
  Q8_0(7, new Q8Encoder(), 127 * 65_520f),
  Q5_0(8, new Q5Encoder(), 16 * 65_520f),
  Q4_0(2, new Q4Encoder(), 8 * 65_520f);

  private final int fileType;
  private final RowEncoder encoder;
  private final float limit;

  OutputType(int fileType, RowEncoder encoder, float limit) {
    this.fileType = fileType;
    this.encoder = encoder;
    this.limit = limit;
  }

  /** The value of {@code general.file_type} ({@code llama_ftype} in llama.h). */
  int fileType() {
    return fileType;
  }

  /** The type of the tensors. */
  public GgmlType ggmlType() {
    return encoder.type();
  }

  RowEncoder encoder() {
    return encoder;
  }

  /** The type rounds every weight at or above this to infinity. */
  float limit() {
    return limit;
  }

  static OutputType of(GgmlType type) {
    return Arrays.stream(values()).filter(t -> t.ggmlType() == type).findFirst().orElseThrow();
  }
}
