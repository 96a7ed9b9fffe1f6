package io.rank1.core.engine;

import io.rank1.core.runner.Row;
import io.rank1.core.runner.Wanted;
import java.util.List;
import java.util.Optional;

/**
 * What a sequence is decoded for. The engine runs tokens; the program says what the rows mean and
 * what follows. It belongs to one sequence, and only the engine's thread calls it, so that it keeps
 * its state in plain fields. What it found is read once its {@link Generation} is there.
 *
 * <p>A sequence that loses its place in the KV cache is computed anew without the program's
 * knowledge. An exception that a program throws fails its sequence alone.
 */
public interface DecodeProgram {

  /**
   * What a program counts by itself.
   *
   * @param generated tokens of the sequence that were taken from the model
   * @param replayed tokens that were run in place of others, or looked at aside
   */
  record Counts(int generated, int replayed) {}

  /** The tokens whose logits are to be read after the prompt, beside the next token. */
  default int[] firstLogitsOf() {
    return Wanted.NO_LOGITS;
  }

  /**
   * What follows.
   *
   * @param rows what was wanted, all of it, in order of position; the last is of the sequence's
   *     last token, or of the last token that was looked at aside
   */
  Action next(List<Row.Read> rows, Progress progress);

  /**
   * The deadline has passed; called once, between steps, while the sequence holds a slot. An answer
   * is to be found without more decoding, or the sequence is to fail.
   *
   * @return what follows, not {@link Action.Continue}; empty when the sequence is to go on as it is
   */
  default Optional<Action> atDeadline(Progress progress) {
    return Optional.of(
        new Action.Fail("the deadline passed after " + progress.generated() + " tokens"));
  }

  /**
   * The counts so far, where those of the engine would mislead: a program that appends guesses at
   * the model's tokens alone knows which of them were right. The engine asks after each action.
   *
   * @return empty when the engine is to count
   */
  default Optional<Counts> counts() {
    return Optional.empty();
  }
}
