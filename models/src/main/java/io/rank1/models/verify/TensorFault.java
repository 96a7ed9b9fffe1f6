package io.rank1.models.verify;

/**
 * A tensor with numbers that are not finite.
 *
 * @param tensor its name
 * @param blocks how many of its blocks have such numbers
 * @param first the first of them, counted from 0
 */
public record TensorFault(String tensor, long blocks, long first) {

  /**
   * Validates the numbers.
   *
   * @throws IllegalArgumentException if they cannot be
   */
  public TensorFault {
    if (blocks < 1 || first < 0) {
      throw new IllegalArgumentException("no fault: " + blocks + " from " + first);
    }
  }
}
