package io.rank1.core.pointwise;

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

/**
 * Takes tokens until the text opens the number that is the answer, and reads that. What opens it
 * counts behind the end of the reasoning only, since thoughts repeat the form that is asked for. A
 * chain that ends without a number, or has something else in its place, is forced to one once.
 */
public final class ValueProgram implements PairProgram {

  /** What is read next. */
  private enum Stage {
    CHAIN,
    FIRST_DIGIT,
    SECOND_DIGIT
  }

  private final FittedPrompt prompt;
  private final Tokenizer tokenizer;
  private final int[] digits;
  private final ReasoningRules rules;
  private final ValueRule rule;
  private final ChainText chain;

  private Stage stage = Stage.CHAIN;
  private int completionTokens;
  private boolean isForced;
  private float[] firstLogits = {};
  private int firstDigit;
  private FinishReason finish = FinishReason.ANSWERED;
  private Optional<Score> score = Optional.empty();

  /**
   * @param digits the tokens of the digits 0 to 9
   * @param isDirect whether the prompt itself ends where the number is to follow
   */
  public ValueProgram(
      FittedPrompt prompt,
      Tokenizer tokenizer,
      int[] digits,
      ReasoningRules rules,
      ValueRule rule,
      boolean isDirect) {
    this.prompt = prompt;
    this.tokenizer = tokenizer;
    this.digits = digits;
    this.rules = rules;
    this.rule = rule;
    this.chain = new ChainText(rules.end(), List.of());
    if (isDirect) {
      stage = Stage.FIRST_DIGIT;
      isForced = true;
      finish = FinishReason.DIRECT;
    }
  }

  @Override
  public int[] firstLogitsOf() {
    return stage == Stage.FIRST_DIGIT ? digits : Wanted.NO_LOGITS;
  }

  @Override
  public FinishReason finish() {
    return finish;
  }

  @Override
  public Score score() {
    return score.orElseThrow();
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
    return switch (stage) {
      case CHAIN -> advance(row.token(), progress);
      case FIRST_DIGIT -> first(row, progress);
      case SECOND_DIGIT -> second(row);
    };
  }

  @Override
  public Optional<Action> atDeadline(Progress progress) {
    return stage == Stage.CHAIN
        ? Optional.of(force(progress, FinishReason.FORCED_BY_DEADLINE))
        : Optional.empty();
  }

  private Action advance(int token, Progress progress) {
    if (progress.reached().equals(Optional.of(Progress.Limit.END_OF_TEXT))) {
      return force(progress, FinishReason.FORCED_BY_END_OF_TEXT);
    }
    completionTokens++;
    byte[] piece = tokenizer.piece(token);
    if (tokenizer.isSpecial(token)) {
      chain.appendSpecial(piece);
    } else {
      chain.append(piece);
    }
    String answer = chain.behindEnd();
    if (answer.endsWith(rule.open())) {
      stage = Stage.FIRST_DIGIT;
      return new Action.Continue(digits);
    }
    if (answer.contains(rule.open())) { // the last token has more than what opens the number
      return force(progress, FinishReason.FORCED_BY_OTHER_TEXT);
    }
    return progress
        .reached()
        .map(
            limit ->
                force(
                    progress,
                    limit == Progress.Limit.BUDGET
                        ? FinishReason.FORCED_BY_BUDGET
                        : FinishReason.FORCED_BY_CONTEXT))
        .orElseGet(() -> new Action.Continue(Wanted.NO_LOGITS));
  }

  private Action first(Row.Read row, Progress progress) {
    int digit = digitOf(row.token());
    if (digit < 0 && !isForced) {
      return force(progress, FinishReason.FORCED_BY_OTHER_TEXT);
    }
    firstLogits = row.logits();
    firstDigit = digit < 0 ? largest(row.logits()) : digit; // forced: the likeliest digit
    if (firstDigit == 0 || firstDigit * ValueRule.DIGITS > rule.most() || progress.room() < 1) {
      return done(firstDigit);
    }
    stage = Stage.SECOND_DIGIT;
    return new Action.Append(new int[] {digits[firstDigit]}, 1, Wanted.NO_LOGITS);
  }

  private Action second(Row.Read row) {
    int digit = digitOf(row.token());
    int value = firstDigit * ValueRule.DIGITS + digit;
    return done(digit < 0 || value > rule.most() ? firstDigit : value);
  }

  private Action done(int value) {
    if (value > rule.most()) {
      return new Action.Fail("the model answers " + value + ", and the most is " + rule.most());
    }
    score = Optional.of(rule.score(value, firstLogits, firstDigit));
    return new Action.Done();
  }

  private int digitOf(int token) {
    for (int digit = 0; digit < digits.length; digit++) {
      if (digits[digit] == token) {
        return digit;
      }
    }
    return -1;
  }

  private static int largest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  /** Ends the reasoning, unless it has ended, and opens the number. */
  private Action force(Progress progress, FinishReason reason) {
    try {
      int most = progress.size() + progress.room();
      int[] tokens = ForcedAnswer.tokens(withoutEnd(chain.text()), most, this::forcedTokens);
      if (tokens.length > most) {
        return new Action.Fail(
            "no room to force an answer: " + tokens.length + " tokens, context " + most);
      }
      isForced = true;
      finish = reason;
      stage = Stage.FIRST_DIGIT;
      return new Action.Replace(tokens, 1, digits);
    } catch (UntokenizableException e) {
      return new Action.Fail("cannot force an answer: " + e.getMessage());
    }
  }

  private int[] forcedTokens(SegmentedText text) {
    SegmentedText forced =
        ForcedAnswer.continuation(text, rules).plus(SegmentedText.literal(rule.open()));
    return tokenizer.encode(prompt.prompt().segments().plus(forced));
  }

  private SegmentedText withoutEnd(SegmentedText text) {
    int end = text.text().indexOf(rules.end());
    return end < 0 ? text : text.substring(0, end);
  }
}
