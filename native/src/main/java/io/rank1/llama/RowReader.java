package io.rank1.llama;

import io.rank1.core.runner.Row;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import java.util.List;

/** Reads what a decode computed. Confined to the thread that decodes; used until closed. */
interface RowReader extends AutoCloseable {

  /**
   * A row that was asked for.
   *
   * @param index of its token in the batch
   * @param wanted what to read of it
   * @param sampling how its next token is chosen
   */
  record Asked(int index, Wanted wanted, Sampling sampling) {}

  /**
   * Reads the rows of the last decode.
   *
   * @param rows all that were asked for, in batch order
   * @return what they hold, in the same order
   */
  List<Row> read(List<Asked> rows);

  /**
   * Refuses what it cannot read, before anything is run.
   *
   * @throws IllegalArgumentException when it cannot
   */
  void check(Wanted wanted, Sampling sampling);

  /** A row whose logits are not finite. */
  static Row notFinite(Wanted wanted) {
    return new Row.Broken(
        wanted.position(), "the model's logits are not finite: its file may be damaged");
  }

  /** A row with the logits that were asked for. */
  static Row row(Wanted wanted, int token, float[] logits) {
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        return new Row.Broken(wanted.position(), "a logit that is to be read is " + logit);
      }
    }
    return new Row.Read(wanted.position(), token, logits);
  }

  @Override
  void close();
}
