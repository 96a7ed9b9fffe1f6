package io.rank1.models.convert;

import io.rank1.models.safetensors.SafetensorsTensor;
import java.util.Locale;

/**
 * Refuses weights that a type would turn into infinities, and those that are none.
 *
 * @param tensor where the weights are from, to be named
 * @param type what they are to be stored as
 */
record RangeCheck(SafetensorsTensor tensor, OutputType type) {

  /**
   * Looks at weights before they are stored.
   *
   * @throws ConvertException if one is no finite number, or the type cannot hold it
   */
  void require(float[] row) throws ConvertException {
    float limit = type.limit();
    boolean within = true;
    for (float weight : row) {
      within &= Math.abs(weight) < limit;
    }
    if (within) {
      return;
    }
    for (float weight : row) {
      if (!(Math.abs(weight) < Float.POSITIVE_INFINITY)) {
        throw infinite();
      }
    }
    throw new ConvertException(
        tensor.file(),
        String.format(
            Locale.ROOT,
            "tensor %s: it has weights that %s cannot hold: use --type bf16 or f32",
            tensor.name(),
            type));
  }

  ConvertException infinite() {
    return new ConvertException(
        tensor.file(), "tensor " + tensor.name() + ": it has weights that are no finite numbers");
  }
}
