package io.rank1.llama;

import io.rank1.core.pair.Score;
import io.rank1.core.runner.Output;
import io.rank1.core.runner.RowOutput;
import java.util.List;

/** Reads what a decode computed. Confined to the thread that decodes; used until closed. */
interface RowReader extends AutoCloseable {

  /**
   * A row that was asked for.
   *
   * @param position of its token in the batch
   * @param output what is wanted of it; not {@link Output#NONE}
   */
  record Row(int position, Output output) {}

  /**
   * Reads the rows of the last decode.
   *
   * @param rows all that were asked for, in batch order
   * @return what they hold, in the same order
   */
  List<RowOutput> read(List<Row> rows);

  /** A row whose logits are no numbers. */
  static RowOutput notFinite() {
    return new RowOutput.Broken("the model's logits are not finite: its file may be damaged");
  }

  /** A row that decides, with the logits of the answers. */
  static RowOutput decision(int token, float yes, float no) {
    return Float.isFinite(yes) && Float.isFinite(no)
        ? new RowOutput.Decision(token, new Score(yes, no))
        : new RowOutput.Broken("the logits of the answers are not finite: " + yes + ", " + no);
  }

  @Override
  void close();
}
