package io.rank1.core.rank1;

import io.rank1.core.PairProgram;
import io.rank1.core.engine.Action;
import io.rank1.core.engine.Progress;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Score;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.prompt.UntokenizableException;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.Wanted;
import java.util.List;
import java.util.Optional;

/** Takes tokens until the text ends in {@code </think>}, or forces that, and reads the answer. */
final class Rank1Program implements PairProgram {

  private final FittedPrompt prompt;
  private final Tokenizer tokenizer;
  private final int[] answers;
  private final ChainText chain = new ChainText();

  private int completionTokens;
  private boolean isForced; // the tokens end in a </think> that was put there
  private FinishReason finish = FinishReason.ANSWERED;
  private Optional<Score> decision = Optional.empty(); // read right after </think>

  Rank1Program(FittedPrompt prompt, Tokenizer tokenizer, int[] answers) {
    this.prompt = prompt;
    this.tokenizer = tokenizer;
    this.answers = answers;
  }

  @Override
  public FinishReason finish() {
    return finish;
  }

  @Override
  public Score score() {
    return decision.orElseThrow();
  }

  @Override
  public String reasoning() {
    return chain.reasoning();
  }

  @Override
  public int completionTokens() {
    return completionTokens;
  }

  @Override
  public Action next(List<Row.Read> rows, Progress progress) {
    Row.Read row = rows.get(rows.size() - 1);
    if (row.logits().length > 0) {
      decision = Optional.of(new Score(row.logits()[0], row.logits()[1]));
      // An answer that is a token by itself is not decoded.
      if (isForced || ChainText.isAnswer(tokenizer.piece(row.token()))) {
        return new Action.Done();
      }
    }
    return advance(row.token(), progress);
  }

  @Override
  public Optional<Action> atDeadline(Progress progress) {
    // A chain that is about to be read, or a forced one, is as near to its answer as it can be.
    boolean isDue = isForced || chain.state() == ChainText.State.DECIDING;
    return isDue ? Optional.empty() : Optional.of(force(progress, FinishReason.FORCED_BY_DEADLINE));
  }

  private Action advance(int token, Progress progress) {
    if (progress.reached().equals(Optional.of(Progress.Limit.END_OF_TEXT))) {
      return force(progress, FinishReason.FORCED_BY_END_OF_TEXT);
    }
    completionTokens++;
    byte[] piece = tokenizer.piece(token);
    switch (tokenizer.isSpecial(token) ? chain.appendSpecial(piece) : chain.append(piece)) {
      case ANSWERED:
        return answered(progress);
      case DERAILED:
        return force(progress, FinishReason.FORCED_BY_OTHER_TEXT);
      case DECIDING:
        return new Action.Continue(answers); // one more row is all it takes, whatever the budget
      default:
        return withinLimits(progress);
    }
  }

  private Action withinLimits(Progress progress) {
    if (progress.reached().isEmpty()) {
      return new Action.Continue(Wanted.NO_LOGITS);
    }
    boolean isBudget = progress.reached().get() == Progress.Limit.BUDGET;
    return force(
        progress, isBudget ? FinishReason.FORCED_BY_BUDGET : FinishReason.FORCED_BY_CONTEXT);
  }

  /**
   * An answer spelled out: its score was read, unless {@code </think>} merged with what follows.
   */
  private Action answered(Progress progress) {
    return decision.isPresent()
        ? new Action.Done()
        : replay(promptWith(chain.throughEnd()), progress, FinishReason.ANSWERED);
  }

  private Action force(Progress progress, FinishReason reason) {
    try {
      int most = progress.size() + progress.room();
      SegmentedText text = chain.text();
      int[] tokens = forcedTokens(text);
      int length = text.length();
      while (tokens.length > most && length > 0) {
        // Tokenized anew, the chain has grown: drop sentences, at least a character, until it fits.
        length = Math.max(0, length - 1 - length / 16);
        text = text.substring(0, length);
        tokens = forcedTokens(text);
      }
      return replay(tokens, most, reason);
    } catch (UntokenizableException e) {
      return new Action.Fail("cannot force an answer: " + e.getMessage());
    }
  }

  private int[] forcedTokens(SegmentedText text) {
    return tokenizer.encode(promptWith(ForcedAnswer.continuation(text)));
  }

  private SegmentedText promptWith(SegmentedText continuation) {
    return prompt.prompt().segments().plus(continuation);
  }

  private Action replay(SegmentedText text, Progress progress, FinishReason reason) {
    try {
      return replay(tokenizer.encode(text), progress.size() + progress.room(), reason);
    } catch (UntokenizableException e) {
      return new Action.Fail("cannot force an answer: " + e.getMessage());
    }
  }

  private Action replay(int[] tokens, int most, FinishReason reason) {
    if (tokens.length > most) {
      return new Action.Fail(
          "no room to force an answer: " + tokens.length + " tokens, context " + most);
    }
    isForced = true;
    finish = reason;
    return new Action.Replace(tokens, 1, answers);
  }
}
