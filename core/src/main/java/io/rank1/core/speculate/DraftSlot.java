package io.rank1.core.speculate;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.StepResult;
import io.rank1.core.runner.Wanted;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A place in the draft model's KV cache. What it holds of one sequence serves the next. */
final class DraftSlot {

  private final ModelRunner runner;
  private final int number;
  private final int vocabulary;
  private final TokensSoFar held = new TokensSoFar(Drafter.NOTHING);
  private Drafter owner; // null before the first
  private long lastUse;

  /**
   * @param vocabulary how many tokens both models know
   */
  DraftSlot(ModelRunner runner, int number, int vocabulary) {
    this.runner = runner;
    this.number = number;
    this.vocabulary = vocabulary;
  }

  boolean isOf(Drafter drafter) {
    return owner == drafter;
  }

  long lastUse() {
    return lastUse;
  }

  void use(Drafter drafter, long use) {
    owner = drafter;
    lastUse = use;
  }

  /** Forgets what it holds. */
  void empty() {
    keep(0);
  }

  private void keep(int length) {
    runner.truncate(number, length);
    held.replace(held.range(0, length));
  }

  /**
   * The tokens that the draft model would take, as far as the other model knows them, and the
   * context has room.
   *
   * @return empty when the KV cache has no room
   * @throws IllegalStateException when the draft model failed
   */
  Optional<int[]> draft(TokensSoFar tokens, int most) {
    int[] all = tokens.range(0, tokens.size());
    int room = runner.limits().sequenceTokens() - all.length + 1; // the last guess is not run
    int[] guesses = new int[Math.max(0, Math.min(most, room))];
    boolean isKnown = Arrays.stream(all).allMatch(token -> token < vocabulary);
    if (guesses.length == 0 || !isKnown) {
      return Optional.of(Drafter.NOTHING);
    }
    keep(Math.min(held.commonPrefix(all), all.length - 1));
    int[] run = Arrays.copyOfRange(all, held.size(), all.length);
    for (int i = 0; i < guesses.length; i++) {
      Optional<Row.Read> row = run(run);
      if (row.isEmpty()) {
        return Optional.empty();
      }
      guesses[i] = row.get().token();
      if (guesses[i] >= vocabulary) {
        return Optional.of(Arrays.copyOf(guesses, i));
      }
      run = new int[] {guesses[i]};
    }
    return Optional.of(guesses);
  }

  /** Runs tokens after those that it holds; empty when there is no room. */
  private Optional<Row.Read> run(int[] tokens) {
    int step = runner.limits().batchTokens();
    for (int from = 0; from < tokens.length; from += step) {
      int to = Math.min(tokens.length, from + step);
      int[] part = Arrays.copyOfRange(tokens, from, to);
      int last = held.size() + part.length - 1;
      boolean isLast = to == tokens.length;
      List<Wanted> wanted =
          isLast ? List.of(new Wanted(last, Wanted.NO_LOGITS)) : List.<Wanted>of();
      StepResult result = run(new Chunk(number, held.size(), part, wanted));
      if (result.outcome() == StepResult.Outcome.NO_ROOM) {
        return Optional.empty();
      }
      held.add(part);
      if (isLast) {
        return Optional.of(read(result.rows().get(0)));
      }
    }
    throw new IllegalStateException("no token to run");
  }

  private StepResult run(Chunk chunk) {
    try {
      return runner.run(List.of(chunk));
    } catch (RunnerException e) {
      throw new IllegalStateException("the draft model failed: " + e.getMessage(), e);
    }
  }

  private static Row.Read read(Row row) {
    if (row instanceof Row.Read read) {
      return read;
    }
    throw new IllegalStateException("the draft model failed: " + ((Row.Broken) row).reason());
  }
}
