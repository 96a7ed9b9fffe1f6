package io.rank1.models.convert;

import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How large a vocabulary is: as large as the embedding, whose rows may be more than config.json and
 * the tokenizer say, since some tools pad it to a multiple of 64 or 128. What has no token gets an
 * unused one.
 */
public final class EmbeddingRows {
  private static final String MODULE = "model.embed_tokens";

  /** The embedding's tensor where it is not packed. */
  static final String NAME = MODULE + ".weight";

  private EmbeddingRows() {}

  /**
   * Rows of the embedding, or what is stated if that is more or the embedding is not there.
   *
   * @param stated {@code vocab_size} of config.json
   */
  public static long of(Checkpoint checkpoint, long stated) {
    Optional<SafetensorsTensor> embedding =
        Stream.of(".weight", ".weight_packed")
            .flatMap(suffix -> checkpoint.tensor(MODULE + suffix).stream())
            .findFirst();
    List<Long> shape = embedding.map(SafetensorsTensor::shape).orElse(List.of());
    return shape.size() == 2 ? Math.max(stated, shape.get(0)) : stated;
  }
}
