package io.rank1.llama;

import io.rank1.core.runner.Row;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import java.util.Arrays;
import java.util.List;

/** Reads what {@link DeviceSamplers} left of each row. */
final class SampledReader implements RowReader {

  private final LlamaContext context;
  private final int[] left;
  private final int vocabularySize;

  /**
   * @param left the tokens whose logits the samplers leave
   */
  SampledReader(LlamaContext context, int[] left, int vocabularySize) {
    this.context = context;
    this.left = left;
    this.vocabularySize = vocabularySize;
  }

  @Override
  public void check(Wanted wanted, Sampling sampling) {
    if (!sampling.isGreedy()) {
      throw new IllegalArgumentException("the device takes the most likely token only");
    }
    for (int token : wanted.logitsOf()) {
      if (indexOf(token) < 0) {
        throw new IllegalArgumentException(
            "the device leaves the logits of " + Arrays.toString(left) + " only, not of " + token);
      }
    }
  }

  private int indexOf(int token) {
    for (int i = 0; i < left.length; i++) {
      if (left[i] == token) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public List<Row> read(List<Asked> rows) {
    return rows.stream().map(this::read).toList();
  }

  /**
   * A NaN or an infinity among the logits makes their sum one. Masked tokens, at negative infinity,
   * are none of a model's faults, unless all are masked.
   */
  private Row read(Asked asked) {
    int token = context.sampledToken(asked.index());
    float[] numbers = context.sampledNumbers(asked.index(), left.length + 1);
    float sum = numbers[left.length];
    boolean hasFinite = false;
    for (int i = 0; i < left.length; i++) {
      hasFinite |= Float.isFinite(numbers[i]);
    }
    boolean isMasked = sum == Float.NEGATIVE_INFINITY && hasFinite;
    boolean isUsable = Float.isFinite(sum) || isMasked;
    if (token < 0 || token >= vocabularySize || !isUsable) {
      return RowReader.notFinite(asked.wanted());
    }
    int[] logitsOf = asked.wanted().logitsOf();
    float[] logits = new float[logitsOf.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = numbers[indexOf(logitsOf[i])];
    }
    return RowReader.row(asked.wanted(), token, logits);
  }

  @Override
  public void close() {
    // what is read belongs to the context
  }
}
