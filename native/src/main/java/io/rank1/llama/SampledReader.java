package io.rank1.llama;

import io.rank1.core.runner.Output;
import io.rank1.core.runner.RowOutput;
import java.util.List;

/** Reads what {@link DeviceSamplers} left of each row. */
final class SampledReader implements RowReader {

  private final LlamaContext context;
  private final int vocabularySize;

  SampledReader(LlamaContext context, int vocabularySize) {
    this.context = context;
    this.vocabularySize = vocabularySize;
  }

  @Override
  public List<RowOutput> read(List<Row> rows) {
    return rows.stream().map(this::read).toList();
  }

  /**
   * A NaN or an infinity among the logits makes their sum one. Masked tokens, at negative infinity,
   * are none of a model's faults, unless all are masked.
   */
  private RowOutput read(Row row) {
    int token = context.sampledToken(row.position());
    float[] numbers = context.sampledNumbers(row.position());
    float yes = numbers[0];
    float no = numbers[1];
    float sum = numbers[2];
    boolean isMasked =
        sum == Float.NEGATIVE_INFINITY && (Float.isFinite(yes) || Float.isFinite(no));
    boolean isUsable = Float.isFinite(sum) || isMasked;
    if (token < 0 || token >= vocabularySize || !isUsable) {
      return RowReader.notFinite();
    }
    return row.output() == Output.NEXT_TOKEN
        ? new RowOutput.Next(token)
        : RowReader.decision(token, yes, no);
  }

  @Override
  public void close() {
    // what is read belongs to the context
  }
}
