package io.rank1.core.speculate;

import io.rank1.core.PairProgram;
import io.rank1.core.engine.Action;
import io.rank1.core.engine.Progress;
import io.rank1.core.engine.Progress.Limit;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Score;
import io.rank1.core.runner.Row;
import java.util.List;
import java.util.Optional;

/**
 * Runs another program by guesses. Where that one takes the model's token, this one has the token
 * run with guesses at those after it, and a row read after each. It then gives the other one row
 * after the other, each with the progress that it would have had, until a guess differs from what
 * the model chose, or the answer is another than to go on. The rest is rolled back by replacing the
 * sequence's tokens by those that the other program knows of.
 *
 * <p>So there are two views of the sequence: the other program's, which is kept here, and the
 * engine's, which may have tokens beyond it that are guesses, or are looked at aside.
 */
final class SpeculatingProgram implements PairProgram {

  private static final int NO_TOKEN = -1;

  /** What the rows that are awaited are for. */
  private enum Awaiting {
    /** The program, as it asked for them. */
    PROGRAM,
    /** The program, which looks aside. */
    LOOK,
    /** The token at hand and the guesses after it. */
    GUESSES
  }

  private final PairProgram program;
  private final int[] prompt;
  private final Speculation.ChainLimits limits;
  private final Guesses guesses;
  private final SharedLogits shared;

  private final TokensSoFar tokens; // as the program knows them
  private Awaiting awaiting = Awaiting.PROGRAM;
  private int beyond; // tokens that the engine has after them
  private int[] guessed = Drafter.NOTHING; // those that are run
  private int[] asked = {}; // the logits that are read with them
  private int[] wanted = {}; // the logits that the program wants of the next row
  private int chosen = NO_TOKEN; // what the model chose after the last token, once that was read
  private int sequenceTokens; // that there may be; known when the program is asked
  private int computed; // tokens that the KV cache would hold without guesses
  private int generated;
  private int replayed;

  SpeculatingProgram(
      PairProgram program,
      int[] prompt,
      int[] answers,
      Speculation.ChainLimits limits,
      Guesses guesses) {
    this.program = program;
    this.prompt = prompt;
    this.limits = limits;
    this.guesses = guesses;
    this.shared = new SharedLogits(answers);
    this.tokens = new TokensSoFar(prompt);
  }

  @Override
  public int[] firstLogitsOf() {
    return program.firstLogitsOf();
  }

  @Override
  public Action next(List<Row.Read> rows, Progress progress) {
    sequenceTokens = progress.size() + progress.room();
    Awaiting was = awaiting;
    awaiting = Awaiting.PROGRAM;
    if (was == Awaiting.GUESSES) {
      return check(rows);
    }
    if (was == Awaiting.PROGRAM) {
      chosen = rows.get(rows.size() - 1).token();
    }
    computed = tokens.size();
    return engineAction(program.next(rows, progress(reached())));
  }

  @Override
  public Optional<Action> atDeadline(Progress progress) {
    sequenceTokens = progress.size() + progress.room();
    Optional<Action> action = program.atDeadline(progress(Optional.empty()));
    if (action.isPresent()) {
      awaiting = Awaiting.PROGRAM;
    }
    return action.map(this::engineAction);
  }

  /** Gives the program the rows that it would have got one by one. */
  private Action check(List<Row.Read> rows) {
    int[] ran = guessed;
    int accepted = 0;
    Action action = ask(rows.get(0), ran.length);
    while (isRight(action)) {
      wanted = ((Action.Continue) action).logitsOf();
      take(chosen);
      accepted++;
      action = ask(rows.get(accepted), ran.length - accepted);
    }
    guesses.count(ran.length, accepted, tokens.size());
    return engineAction(action);
  }

  private Action ask(Row.Read row, int guessesLeft) {
    chosen = row.token();
    computed = tokens.size();
    beyond = guessesLeft;
    Row.Read narrowed = SharedLogits.narrowed(row, asked, wanted);
    return program.next(List.of(narrowed), progress(reached()));
  }

  /** Whether the program takes a token that was guessed, and that was read as it wants it. */
  private boolean isRight(Action action) {
    return action instanceof Action.Continue next
        && beyond > 0
        && guessed[guessed.length - beyond] == chosen
        && SharedLogits.hold(asked, next.logitsOf());
  }

  private void take(int token) {
    tokens.add(token);
    generated++;
    chosen = NO_TOKEN;
  }

  /** What the engine is to do, so that the program gets what it wants. */
  private Action engineAction(Action action) {
    if (action instanceof Action.Continue next && chosen != NO_TOKEN) {
      return goOn(next);
    } else if (action instanceof Action.Append append) {
      tokens.add(append.tokens());
      chosen = NO_TOKEN;
      return beyond == 0 ? append : rolledBack(append.rows(), append.logitsOf());
    } else if (action instanceof Action.LookAside look) {
      awaiting = Awaiting.LOOK;
      replayed += look.tokens().length;
      if (beyond == 0) {
        return look;
      }
      beyond = look.tokens().length;
      return new Action.Replace(tokens.with(look.tokens()), 1, look.logitsOf());
    } else if (action instanceof Action.Replace replace) {
      replace(replace);
    }
    return action;
  }

  private Action goOn(Action.Continue next) {
    int token = chosen;
    take(token);
    guessed = guesses.next(tokens, usefulGuesses());
    if (guessed.length == 0) {
      return beyond == 0 ? next : rolledBack(1, next.logitsOf());
    }
    awaiting = Awaiting.GUESSES;
    wanted = next.logitsOf();
    asked = shared.with(wanted);
    int rows = guessed.length + 1;
    boolean isRolledBack = beyond > 0;
    beyond = guessed.length;
    if (isRolledBack) {
      return new Action.Replace(tokens.with(guessed), rows, asked);
    }
    int[] run = new int[rows];
    run[0] = token;
    System.arraycopy(guessed, 0, run, 1, guessed.length);
    return new Action.Append(run, rows, asked);
  }

  /** Guesses beyond this would be tokens after a limit, or not fit. */
  private int usefulGuesses() {
    int budget = limits.maxTokens() - generated - 1;
    int context = sequenceTokens - limits.closingRoom() - tokens.size() - 1;
    return Math.min(budget, Math.min(context, sequenceTokens - tokens.size()));
  }

  private Action rolledBack(int rows, int[] logitsOf) {
    beyond = 0;
    return new Action.Replace(tokens.with(Drafter.NOTHING), rows, logitsOf);
  }

  /** Counts as the engine does which tokens are run in place of others. */
  private void replace(Action.Replace replace) {
    int[] replacing = replace.tokens();
    boolean hadPrompt = computed >= prompt.length;
    int firstRow = replacing.length - replace.rows();
    int kept = Math.min(Math.min(tokens.commonPrefix(replacing), computed), firstRow);
    tokens.replace(replacing);
    replayed += replacing.length - (hadPrompt ? kept : tokens.commonPrefix(prompt));
    computed = kept;
    chosen = NO_TOKEN;
    beyond = 0;
  }

  private Progress progress(Optional<Limit> reached) {
    int size = tokens.size();
    return new Progress(size, generated, sequenceTokens - size, reached);
  }

  /** The limit that the program reaches by taking the token that was chosen, as the engine says. */
  private Optional<Limit> reached() {
    if (chosen == NO_TOKEN) {
      return Optional.empty();
    }
    if (limits.endsText().test(chosen)) {
      return Optional.of(Limit.END_OF_TEXT);
    }
    if (generated + 1 >= limits.maxTokens()) {
      return Optional.of(Limit.BUDGET);
    }
    return tokens.size() + 1 >= sequenceTokens - limits.closingRoom()
        ? Optional.of(Limit.CONTEXT)
        : Optional.empty();
  }

  @Override
  public Optional<Counts> counts() {
    return Optional.of(new Counts(generated, replayed));
  }

  @Override
  public FinishReason finish() {
    return program.finish();
  }

  @Override
  public Score score() {
    return program.score();
  }

  @Override
  public String reasoning() {
    return program.reasoning();
  }

  @Override
  public int completionTokens() {
    return program.completionTokens();
  }
}
