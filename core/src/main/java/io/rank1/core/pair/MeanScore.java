package io.rank1.core.pair;

import java.util.List;

/**
 * The mean of the probabilities that several samples of one pair gave (self-consistency; for
 * pointwise rerankers arXiv 2505.12570).
 *
 * @param samples their scores, at least one
 */
public record MeanScore(List<Score> samples) implements Score {

  /**
   * @throws IllegalArgumentException when there is none
   */
  public MeanScore {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("the mean of no samples");
    }
  }

  /** The log odds of the mean, from the means of P(true) and P(false), so that neither is lost. */
  @Override
  public double difference() {
    double yes =
        samples.stream().mapToDouble(sample -> logSigmoid(sample.difference())).max().orElseThrow();
    double no =
        samples.stream()
            .mapToDouble(sample -> logSigmoid(-sample.difference()))
            .max()
            .orElseThrow();
    double yesSum =
        samples.stream().mapToDouble(s -> Math.exp(logSigmoid(s.difference()) - yes)).sum();
    double noSum =
        samples.stream().mapToDouble(s -> Math.exp(logSigmoid(-s.difference()) - no)).sum();
    return yes + Math.log(yesSum) - no - Math.log(noSum);
  }

  /** How far the samples' probabilities lie apart: their standard deviation, in [0, 0.5]. */
  public double spread() {
    double mean = probability();
    double squares = samples.stream().mapToDouble(s -> Math.pow(s.probability() - mean, 2)).sum();
    return Math.sqrt(squares / samples.size());
  }

  /** The logarithm of {@code 1 / (1 + exp(-x))}. */
  private static double logSigmoid(double x) {
    return x < 0 ? x - Math.log1p(Math.exp(x)) : -Math.log1p(Math.exp(-x));
  }
}
