package io.rank1.core.listwise;

import io.rank1.core.engine.Action;
import io.rank1.core.engine.Progress;
import io.rank1.core.engine.Progress.Limit;
import io.rank1.core.listwise.CallRecord.End;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.Wanted;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Takes tokens until the text ends in a stop text, the model ends it, or the budget is spent. An
 * answer that lacks what its continuation is for is continued, once.
 */
final class CompletionProgram implements CallProgram {

  private final Tokenizer tokenizer;
  private final Reading.Completion reading;
  private final int[] continuation; // its tokens; none where there is none
  private final WrittenText text;
  private final Reading.Tokens budget;
  private int most; // tokens in all, the continuation's included once it was needed
  private int written;
  private int forced;
  private End end = End.BUDGET;

  /**
   * @param continuation tokens of the reading's continuation; none where it has none
   */
  CompletionProgram(
      Tokenizer tokenizer, Reading.Completion reading, Reading.Tokens budget, int[] continuation) {
    this.tokenizer = tokenizer;
    this.reading = reading;
    this.budget = budget;
    this.continuation = continuation;
    this.text = new WrittenText(reading.stops());
    this.most = budget.most();
  }

  @Override
  public Action next(List<Row.Read> rows, Progress progress) {
    int token = rows.get(rows.size() - 1).token();
    if (progress.reached().equals(Optional.of(Limit.END_OF_TEXT))) {
      return end(End.END_OF_TEXT, new int[0]);
    }
    written++;
    text.append(tokenizer.piece(token));
    if (written < budget.least()) {
      text.ignoreStopsSoFar();
    } else if (text.endsInStop()) {
      end = End.STOP_TEXT;
      return new Action.Done();
    }
    boolean isFull = progress.reached().equals(Optional.of(Limit.CONTEXT));
    return written >= most || isFull
        ? end(End.BUDGET, new int[] {token})
        : new Action.Continue(Wanted.NO_LOGITS);
  }

  /**
   * @param last tokens of the text that the sequence does not have yet
   */
  private Action end(End reached, int[] last) {
    end = reached;
    if (continuation.length == 0 || forced > 0) {
      return new Action.Done();
    }
    Reading.Continuation more = reading.continuation().orElseThrow();
    if (text.text().contains(more.unless())) {
      return new Action.Done();
    }
    text.append(more.text().text().getBytes(StandardCharsets.UTF_8));
    text.ignoreStopsSoFar();
    forced = continuation.length;
    most = written + more.mostTokens();
    int[] appended = Arrays.copyOf(last, last.length + continuation.length);
    System.arraycopy(continuation, 0, appended, last.length, continuation.length);
    return new Action.Append(appended, 1, Wanted.NO_LOGITS);
  }

  @Override
  public CallAnswer answer() {
    return new CallAnswer.Written(text.text());
  }

  @Override
  public End end() {
    return end;
  }

  @Override
  public int written() {
    return written;
  }

  @Override
  public int forced() {
    return forced;
  }
}
