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

  /** Of the logits only two are known: in a row of NaN they are NaN too, and the token is none. */
  private RowOutput read(Row row) {
    int token = context.sampledToken(row.position());
    float[] answers = context.sampledLogits(row.position());
    boolean isNumber = !Float.isNaN(answers[0]) && !Float.isNaN(answers[1]);
    if (token < 0 || token >= vocabularySize || !isNumber) {
      return RowReader.notFinite();
    }
    return row.output() == Output.NEXT_TOKEN
        ? new RowOutput.Next(token)
        : RowReader.decision(token, answers[0], answers[1]);
  }

  @Override
  public void close() {
    // what is read belongs to the context
  }
}
