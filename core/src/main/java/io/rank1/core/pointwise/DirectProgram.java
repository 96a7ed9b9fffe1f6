package io.rank1.core.pointwise;

import io.rank1.core.PairProgram;
import io.rank1.core.engine.Action;
import io.rank1.core.engine.Progress;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Score;
import io.rank1.core.runner.Row;
import java.util.List;
import java.util.Optional;

/** Reads the answer right after the prompt: nothing is generated. */
public final class DirectProgram implements PairProgram {

  private final int[] answers;
  private final AnswerRule rule;
  private Optional<Score> score = Optional.empty();

  /**
   * @param answers the tokens of the rule's answers
   */
  public DirectProgram(int[] answers, AnswerRule rule) {
    this.answers = answers;
    this.rule = rule;
  }

  @Override
  public int[] firstLogitsOf() {
    return answers;
  }

  @Override
  public Action next(List<Row.Read> rows, Progress progress) {
    score = Optional.of(rule.score(rows.get(0).logits()));
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
  public Score score() {
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
