package io.rank1.models.convert;

/**
 * How a written file compares with its checkpoint.
 *
 * @param weights how many were compared
 * @param differing how many are another number
 * @param largest the largest difference
 * @param firstTensor the first tensor with a difference, by its name in the file; empty without any
 */
public record Comparison(long weights, long differing, double largest, String firstTensor) {
  static final Comparison EMPTY = new Comparison(0, 0, 0, "");

  Comparison plus(Comparison other) {
    return new Comparison(
        weights + other.weights,
        differing + other.differing,
        Math.max(largest, other.largest),
        firstTensor.isEmpty() ? other.firstTensor : firstTensor);
  }
}
