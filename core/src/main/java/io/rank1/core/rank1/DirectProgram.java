package io.rank1.core.rank1;

import io.rank1.core.PairProgram;
import io.rank1.core.engine.Action;
import io.rank1.core.engine.Progress;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.runner.Row;
import java.util.List;
import java.util.Optional;

/** Reads the answer right after a prompt that ends in {@code </think>}: nothing is generated. */
final class DirectProgram implements PairProgram {

  private final int[] answers;
  private Optional<AnswerLogits> score = Optional.empty();

  DirectProgram(int[] answers) {
    this.answers = answers;
  }

  @Override
  public int[] firstLogitsOf() {
    return answers;
  }

  @Override
  public Action next(List<Row.Read> rows, Progress progress) {
    float[] logits = rows.get(0).logits();
    score = Optional.of(new AnswerLogits(logits[0], logits[1]));
    return new Action.Done();
  }

  /** Its one step is all that it needs. */
  @Override
  public Optional<Action> atDeadline(Progress progress) {
    return Optional.empty();
  }

  @Override
  public FinishReason finish() {
    return FinishReason.DIRECT;
  }

  @Override
  public AnswerLogits score() {
    return score.orElseThrow();
  }

  @Override
  public String reasoning() {
    return "";
  }

  @Override
  public int completionTokens() {
    return 0;
  }
}
