package io.rank1.models.synthetic;

import io.rank1.core.gguf.GgmlType;
import io.rank1.models.gguf.F32Encoder;
import io.rank1.models.gguf.GgufWriter;
import io.rank1.models.gguf.RowSource;
import io.rank1.models.gguf.TensorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes complete models of random weights: as fast or slow as a real model of the shape, and
 * deterministic, but without sense. Scales are such that activations stay of the order of 1 and
 * logits have a deviation of about 2.5.
 */
public final class RandomModel {
  private static final double LOGIT_DEVIATION = 2.5;

  private final ModelShape shape;
  private final Vocabulary vocabulary;
  private final WeightType type;
  private final long seed;

  private RandomModel(ModelShape shape, Vocabulary vocabulary, WeightType type, long seed) {
    this.shape = shape;
    this.vocabulary = vocabulary;
    this.type = type;
    this.seed = seed;
  }

  /**
   * Writes a model; a file already there is replaced.
   *
   * @param type of the matrices; Q8_0 and Q4_0 need a hidden, ffn and heads * headDim divisible by
   *     32
   * @param seed the same seed gives the same file, byte for byte
   * @throws IllegalArgumentException if the shape does not go with the type
   * @throws IOException if writing fails; the file is then as before
   */
  public static void write(
      Path out, ModelShape shape, Vocabulary vocabulary, WeightType type, long seed)
      throws IOException {
    new RandomModel(shape, vocabulary, type, seed).write(out);
  }

  private void write(Path out) throws IOException {
    GgufWriter writer =
        ModelMetadata.writer("rank1 random " + seed, type.fileType(), shape, vocabulary);
    for (WeightSlot slot : WeightSlot.all(shape, vocabulary.size())) {
      RandomWeights weights = weights(slot);
      List<Long> dims = slot.dims();
      if (dims.size() == 1) {
        RowSource rows = isOutputNorm(slot) ? mixed(weights.rows()) : weights.rows();
        writer.tensor(slot.name(), GgmlType.F32, dims, rows.tensor(new F32Encoder(), dims));
      } else {
        TensorSource source =
            switch (type) {
              case Q8_0 -> weights.bytes(dims);
              case Q4_0 -> weights.nibbles(dims);
              case F32, F16 -> weights.rows().tensor(type.encoder(), dims);
            };
        writer.tensor(slot.name(), type.encoder().type(), dims, source);
      }
    }
    writer.write(out);
  }

  private static boolean isOutputNorm(WeightSlot slot) {
    return slot.name().equals("output_norm.weight");
  }

  /**
   * Turns the sign of every other weight. With a tied output the embedding of the last token is in
   * its own logit as a square; mixed signs cancel it, else the model repeats one token for ever.
   */
  private static RowSource mixed(RowSource rows) {
    return (index, row) -> {
      rows.fill(index, row);
      for (int i = 1; i < row.length; i += 2) {
        row[i] = -row[i];
      }
    };
  }

  private RandomWeights weights(WeightSlot slot) {
    double gain = 1 / Math.sqrt(slot.dims().get(0));
    double deviation =
        switch (slot.role()) {
          case EMBEDDING, OUTPUT -> LOGIT_DEVIATION * gain;
          case READER -> gain;
          case WRITER -> gain / Math.sqrt(2.0 * shape.layers());
          case NORM, BIAS -> 0.1;
        };
    float centre = slot.role() == WeightSlot.Role.NORM ? 1 : 0;
    long own = seed * 0x9e3779b97f4a7c15L + slot.name().hashCode();
    return new RandomWeights(centre, (float) deviation, own);
  }
}
