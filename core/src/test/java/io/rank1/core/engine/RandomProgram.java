package io.rank1.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.engine.Progress.Limit;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A program that wants anything next. It keeps its own account of its tokens, and holds the engine
 * to it: every row that it sees is the one that the model gives for exactly these tokens.
 */
final class RandomProgram implements DecodeProgram {

  static final int END_OF_TEXT = 7;

  private static final int[] NONE = {};

  private final Random random;
  private final int maxTokens;
  private final int maxSize;
  private final int sequenceTokens;
  private int[] tokens;
  private int[] aside = NONE;
  private int rows = 1;
  private int[] logitsOf;
  private int chosen = -1; // what the model said after the last token; -1 before it did
  private int generated;

  final List<String> seen = new ArrayList<>();
  Generation.End end; // null until it is sure
  String cause = "";
  boolean wasLate;

  RandomProgram(long seed, int[] prompt, int maxTokens, int maxSize, int sequenceTokens) {
    this.random = new Random(seed);
    this.tokens = prompt;
    this.maxTokens = maxTokens;
    this.maxSize = maxSize;
    this.sequenceTokens = sequenceTokens;
    this.logitsOf = ids();
  }

  /** Any function of all tokens will do. */
  static Row.Read row(int[] tokens, Wanted wanted) {
    int hash = Arrays.hashCode(tokens) * 0x9E3779B9;
    float[] logits = new float[wanted.logitsOf().length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = ((hash ^ wanted.logitsOf()[i] * 0x85EBCA6B) >>> 8) / 1024f;
    }
    return new Row.Read(wanted.position(), 1 + (hash >>> 16) % 59, logits);
  }

  private static String text(Row.Read row) {
    return row.position() + ": " + row.token() + " " + Arrays.toString(row.logits());
  }

  @Override
  public int[] firstLogitsOf() {
    return logitsOf;
  }

  @Override
  public Action next(List<Row.Read> read, Progress progress) {
    assertThat(end).as("asked after its end").isNull();
    int[] all = concat(tokens, aside);
    assertThat(read).hasSize(rows);
    for (int i = 0; i < rows; i++) {
      int position = all.length - rows + i;
      String expected = text(row(Arrays.copyOf(all, position + 1), new Wanted(position, logitsOf)));
      assertThat(text(read.get(i))).isEqualTo(expected);
      seen.add(expected);
    }
    if (aside.length == 0) {
      chosen = read.get(rows - 1).token();
    }
    aside = NONE;
    assertThat(progress).isEqualTo(expected(chosen < 0 ? Optional.empty() : reached()));
    return random(progress);
  }

  @Override
  public Optional<Action> atDeadline(Progress progress) {
    assertThat(end).as("told after its end").isNull();
    assertThat(wasLate).as("told again").isFalse();
    wasLate = true;
    assertThat(progress).isEqualTo(expected(Optional.empty()));
    if (random.nextInt(4) == 0) {
      return Optional.empty();
    }
    aside = NONE;
    return Optional.of(other());
  }

  private Progress expected(Optional<Limit> reached) {
    return new Progress(tokens.length, generated, sequenceTokens - tokens.length, reached);
  }

  private Optional<Limit> reached() {
    if (chosen == END_OF_TEXT) {
      return Optional.of(Limit.END_OF_TEXT);
    }
    if (generated + 1 >= maxTokens) {
      return Optional.of(Limit.BUDGET);
    }
    return tokens.length + 1 >= maxSize ? Optional.of(Limit.CONTEXT) : Optional.empty();
  }

  private Action random(Progress progress) {
    if (progress.reached().isPresent() && random.nextInt(3) > 0) {
      return random.nextBoolean() ? done() : replace();
    }
    if (chosen >= 0 && random.nextInt(3) > 0) {
      generated++;
      Action action = new Action.Continue(nextIds());
      take(new int[] {chosen}, 1);
      return action;
    }
    return other();
  }

  private Action other() {
    int which = random.nextInt(40);
    if (which < 12) {
      int[] added = some();
      int wanted = 1 + random.nextInt(added.length);
      Action action = new Action.Append(added, wanted, nextIds());
      take(added, wanted);
      return action;
    }
    if (which < 18) {
      return replace();
    }
    if (which < 32) {
      aside = some();
      rows = 1;
      Action action = new Action.LookAside(aside, nextIds());
      judgeSize();
      return action;
    }
    return which < 36 ? done() : which < 38 ? fail() : broken();
  }

  private Action replace() {
    int kept = random.nextInt(tokens.length + 1);
    int[] replaced = concat(Arrays.copyOf(tokens, kept), some());
    tokens = replaced;
    rows = 1 + random.nextInt(Math.min(replaced.length, 6));
    chosen = -1;
    Action action = new Action.Replace(replaced.clone(), rows, nextIds());
    judgeSize();
    return action;
  }

  private Action done() {
    end = Generation.End.DONE;
    return new Action.Done();
  }

  private Action fail() {
    end = Generation.End.FAILED;
    cause = "the program's own words";
    return new Action.Fail(cause);
  }

  private Action broken() {
    end = Generation.End.FAILED;
    cause = "internal error: java.lang.IllegalStateException: the program's own fault";
    throw new IllegalStateException("the program's own fault");
  }

  private void take(int[] added, int wanted) {
    tokens = concat(tokens, added);
    rows = wanted;
    chosen = -1;
    judgeSize();
  }

  private void judgeSize() {
    int size = tokens.length + aside.length;
    if (size > sequenceTokens) {
      end = Generation.End.FAILED;
      cause = size + " tokens exceed the context of " + sequenceTokens;
    }
  }

  private int[] some() {
    return random.ints(1 + random.nextInt(5), 1, 60).toArray();
  }

  private int[] nextIds() {
    logitsOf = ids();
    return logitsOf;
  }

  private int[] ids() {
    return random.ints(random.nextInt(4), 1, 60).toArray();
  }

  private static int[] concat(int[] first, int[] second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
