package io.rank1.models.catalog;

/**
 * The shape of a decoder.
 *
 * @param layers decoder blocks
 * @param embedding width of the residual stream
 * @param heads query heads
 * @param kvHeads key and value heads
 * @param headWidth width of a head
 * @param feedForward width of the feed-forward layer
 * @param vocabulary tokens
 * @param tied whether the output shares the token embedding's weights
 * @param biased whether queries, keys and values have biases
 * @param context tokens that the base model was trained for
 */
public record ModelDimensions(
    int layers,
    int embedding,
    int heads,
    int kvHeads,
    int headWidth,
    int feedForward,
    int vocabulary,
    boolean tied,
    boolean biased,
    int context) {

  /**
   * Validates the sizes.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public ModelDimensions {
    int[] sizes = {layers, embedding, heads, kvHeads, headWidth, feedForward, vocabulary, context};
    for (int size : sizes) {
      if (size <= 0) {
        throw new IllegalArgumentException("a size is not positive: " + size);
      }
    }
  }

  /** Weights of the matrices in the decoder blocks, which is what quantization is about. */
  public long linearWeights() {
    long attention = 2L * embedding * headWidth * (heads + kvHeads);
    return layers * (attention + 3L * embedding * feedForward);
  }

  /** All weights. */
  public long weights() {
    long embeddings = (tied ? 1L : 2L) * vocabulary * embedding;
    long biases = biased ? (long) headWidth * (heads + 2L * kvHeads) : 0;
    return linearWeights() + embeddings + embedding + layers * (biases + 2L * embedding);
  }
}
