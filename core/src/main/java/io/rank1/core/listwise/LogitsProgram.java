package io.rank1.core.listwise;

import io.rank1.core.engine.Action;
import io.rank1.core.engine.Progress;
import io.rank1.core.runner.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads logits right after a prompt: nothing is generated. */
final class LogitsProgram implements CallProgram {

  private final int[] identifiers;
  private final List<Float> logits = new ArrayList<>();

  /**
   * @param identifiers tokens of those that the prompt shows
   */
  LogitsProgram(int[] identifiers) {
    this.identifiers = identifiers;
  }

  @Override
  public int[] firstLogitsOf() {
    return identifiers;
  }

  @Override
  public Action next(List<Row.Read> rows, Progress progress) {
    for (float logit : rows.get(0).logits()) {
      logits.add(logit);
    }
    return new Action.Done();
  }

  /** Its one step is all that it needs. */
  @Override
  public Optional<Action> atDeadline(Progress progress) {
    return Optional.empty();
  }

  @Override
  public CallAnswer answer() {
    return new CallAnswer.Logits(logits);
  }

  @Override
  public CallRecord.End end() {
    return CallRecord.End.LOGITS;
  }

  @Override
  public int written() {
    return 0;
  }

  @Override
  public int forced() {
    return 0;
  }
}
