package io.rank1.core.pointwise;

import io.rank1.core.PairProgram;
import io.rank1.core.engine.Action;
import io.rank1.core.engine.Progress;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Score;
import io.rank1.core.pair.Thinking;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.prompt.UntokenizableException;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.Wanted;
import java.util.List;
import java.util.Optional;

/**
 * Takes tokens until the text ends the reasoning, or forces that, and reads the answer. A chain
 * that is to be rethought goes on from there as often as it is asked for; one that may end early is
 * looked at on its way.
 */
public final class ReasoningProgram implements PairProgram {

  private final FittedPrompt prompt;
  private final Tokenizer tokenizer;
  private final int[] answers;
  private final ReasoningRules rules;
  private final AnswerRule answer;
  private final ChainText chain;
  private final Optional<AnswerWatch> watch;

  private final int maxTokens;
  private int rethinks; // still to be done
  private boolean isLooking; // aside, at the answer so far
  private int completionTokens;
  private boolean isForced; // the tokens end in an end that was put there
  private FinishReason finish = FinishReason.ANSWERED;
  private Optional<Score> decision = Optional.empty(); // read right after the end

  /**
   * @param answers the tokens of the answers
   */
  public ReasoningProgram(
      FittedPrompt prompt,
      Tokenizer tokenizer,
      int[] answers,
      ReasoningRules rules,
      AnswerRule answer,
      Thinking thinking) {
    this.prompt = prompt;
    this.tokenizer = tokenizer;
    this.answers = answers;
    this.rules = rules;
    this.answer = answer;
    this.chain = new ChainText(rules.end(), answer.texts());
    this.maxTokens = thinking.maxTokens();
    this.rethinks = thinking.rethinks();
    this.watch = thinking.earlyExit().map(exit -> new AnswerWatch(exit, rules.force(), tokenizer));
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
    if (isLooking) {
      isLooking = false;
      return looked(answer.score(row.logits()));
    }
    if (row.logits().length > 0) {
      decision = Optional.of(answer.score(row.logits()));
      // An answer that is a token by itself is not decoded.
      if (isForced || chain.isAnswer(tokenizer.piece(row.token()))) {
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
        return decide(progress);
      default:
        return withinLimits(token, progress);
    }
  }

  /** One more row is all it takes, whatever the budget, unless the chain is to be rethought. */
  private Action decide(Progress progress) {
    if (rethinks == 0 || progress.reached().isPresent()) {
      return new Action.Continue(answers);
    }
    rethinks--;
    SegmentedText text = chain.beforeEnd().plus(SegmentedText.userText(rules.rethink()));
    try {
      int[] tokens = tokenizer.encode(promptWith(text));
      if (tokens.length >= progress.size() + progress.room()) {
        return new Action.Continue(answers);
      }
      chain.goOnWith(rules.rethink());
      return new Action.Replace(tokens, 1, Wanted.NO_LOGITS);
    } catch (UntokenizableException e) {
      return new Action.Fail("cannot rethink: " + e.getMessage());
    }
  }

  private Action looked(Score seen) {
    if (!watch.orElseThrow().settles(seen)) {
      return new Action.Continue(Wanted.NO_LOGITS);
    }
    decision = Optional.of(seen);
    finish = FinishReason.EARLY_EXIT;
    return new Action.Done();
  }

  private Action withinLimits(int token, Progress progress) {
    // What was rethought is not in the sequence any more, and counts all the same.
    boolean isSpent = completionTokens >= maxTokens;
    if (progress.reached().isEmpty() && !isSpent) {
      Optional<int[]> look = watch.flatMap(looks -> looks.look(token, progress.room()));
      isLooking = look.isPresent();
      return isLooking
          ? new Action.LookAside(look.get(), answers)
          : new Action.Continue(Wanted.NO_LOGITS);
    }
    boolean isBudget = isSpent || progress.reached().get() == Progress.Limit.BUDGET;
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
    isLooking = false;
    try {
      int most = progress.size() + progress.room();
      return replay(ForcedAnswer.tokens(chain.text(), most, this::forcedTokens), most, reason);
    } catch (UntokenizableException e) {
      return new Action.Fail("cannot force an answer: " + e.getMessage());
    }
  }

  private int[] forcedTokens(SegmentedText text) {
    return tokenizer.encode(promptWith(ForcedAnswer.continuation(text, rules)));
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
