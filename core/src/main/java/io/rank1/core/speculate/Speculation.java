package io.rank1.core.speculate;

import io.rank1.core.PairProgram;
import io.rank1.core.RerankMethod;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.RunnerLimits;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speculative decoding for one engine: what {@link #around(RerankMethod)} returns decodes on a
 * runner of {@link #around(RunnerFactory)}, and both belong to the same engine. Results are those
 * of the method alone, but for what the rounding of a longer step changes; so it is no part of a
 * result's identity.
 *
 * <p>Once a drafter has failed nothing is guessed any more, and a warning says so; no sequence
 * fails for it. Safe for use by several threads.
 */
public final class Speculation {

  private static final Logger LOG = LoggerFactory.getLogger(Speculation.class);

  /** After so many sequences in a row that were turned off, few of the next are tried. */
  private static final int UNPROMISING = 4;

  /** Of them, one in so many. */
  private static final int ONE_IN = 8;

  private final DraftLength length;
  private final DraftSource source;
  private final LongAdder drafted = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder turnedOff = new LongAdder();
  private volatile boolean isBroken;
  private int most; // of the engine's thread, as all below
  private int slots = 1;
  private int lastStep; // sequences that ran in it
  private int missesInARow; // sequences turned off since guesses last paid for any
  private int newSequences; // that were asked for

  /**
   * What ends a chain, as the engine is told it.
   *
   * @param endsText whether the model ends its text with a token
   * @param maxTokens tokens to generate before the budget is reached
   * @param closingRoom tokens of the context that a chain leaves free
   */
  record ChainLimits(IntPredicate endsText, int maxTokens, int closingRoom) {}

  /**
   * @param source what guesses; opened and closed by the engine
   */
  public Speculation(DraftLength length, DraftSource source) {
    this.length = Objects.requireNonNull(length, "length");
    this.source = Objects.requireNonNull(source, "source");
  }

  /** The method, with its chains decoded by guesses. */
  public RerankMethod around(RerankMethod method) {
    return new SpeculatingMethod(method, this);
  }

  /** The factory, with what guesses opened before its runner is used and closed after it. */
  public RunnerFactory around(RunnerFactory factory) {
    return () -> ObservedRunner.create(factory, this);
  }

  /** What became of guesses so far. */
  public SpeculationStats stats() {
    return new SpeculationStats(drafted.sum(), accepted.sum(), turnedOff.sum());
  }

  PairProgram program(PairProgram program, int[] prompt, int[] answers, ChainLimits limits) {
    Guesses guesses = new Guesses(this, source.drafter());
    return new SpeculatingProgram(program, prompt, answers, limits, guesses);
  }

  /** The runner is there. */
  void open(RunnerLimits limits) {
    source.open(limits);
    slots = limits.slots();
    int rows = limits.rowsPerChunk() - 1; // one is for the token at hand
    int share = limits.batchTokens() / slots - 1;
    most = Math.max(0, Math.min(length.most(), Math.min(rows, share)));
  }

  /** The engine ends: what guesses is interrupted, and nothing is guessed any more. */
  void interrupt() {
    isBroken = true;
    source.interrupt();
  }

  void close() {
    source.close();
  }

  void stepped(int sequences) {
    lastStep = sequences;
  }

  boolean isBroken() {
    return isBroken;
  }

  /** The tokens that may be guessed for a sequence now; 0 while it does not pay for any. */
  int most() {
    // One sequence by itself leaves the most room of all, also where it has the only slot.
    boolean isFull = lastStep > 1 && 2 * lastStep >= slots;
    return isBroken || isFull && pausesByItself() ? 0 : most;
  }

  /** Whether guessing is turned off where it does not pay. */
  boolean pausesByItself() {
    return length.when() == DraftLength.When.WHILE_IT_PAYS;
  }

  void count(int newlyDrafted, int newlyAccepted) {
    drafted.add(newlyDrafted);
    accepted.add(newlyAccepted);
  }

  void count(DraftSwitch.Verdict verdict) {
    if (verdict == DraftSwitch.Verdict.TURNED_OFF) {
      turnedOff.increment();
      missesInARow++;
    } else if (verdict == DraftSwitch.Verdict.PAYS) {
      missesInARow = 0;
    }
  }

  /** False for most sequences once one after the other had to be turned off. */
  boolean isWorthATry() {
    return missesInARow < UNPROMISING || ++newSequences % ONE_IN == 0;
  }

  void broke(RuntimeException cause) {
    if (!isBroken) {
      isBroken = true;
      LOG.warn("speculation is turned off, all else goes on: drafting failed", cause);
    }
  }
}
