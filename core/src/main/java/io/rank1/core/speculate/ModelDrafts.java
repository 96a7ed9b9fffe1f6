package io.rank1.core.speculate;

import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.RunnerLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Guesses by a second, smaller model of the same vocabulary. It holds as many sequences as its
 * runner has slots; one that comes when all are taken gets the slot that was unused for longest.
 */
public final class ModelDrafts implements DraftSource {

  private final RunnerFactory factory;
  private final int vocabulary;
  private final List<DraftSlot> slots = new ArrayList<>();
  private volatile ModelRunner runner; // null until opened
  private long uses;

  /**
   * @param factory makes the draft model's runner on the engine's thread
   * @param vocabulary how many tokens both models know, from 0 on
   */
  public ModelDrafts(RunnerFactory factory, int vocabulary) {
    this.factory = Objects.requireNonNull(factory, "factory");
    this.vocabulary = vocabulary;
  }

  @Override
  public void open(RunnerLimits served) {
    runner = factory.create();
    int most = Math.min(runner.limits().slots(), served.slots());
    for (int slot = 0; slot < most; slot++) {
      slots.add(new DraftSlot(runner, slot, vocabulary));
    }
  }

  @Override
  public Drafter drafter() {
    return new ModelDrafter();
  }

  @Override
  public void interrupt() {
    ModelRunner running = runner;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public void close() {
    if (runner != null) {
      runner.close();
    }
  }

  /** Guesses for one sequence. */
  private final class ModelDrafter implements Drafter {

    private DraftSlot slot; // null at first; another's when that is its owner

    @Override
    public int[] draft(TokensSoFar tokens, int most) {
      if (slot == null || !slot.isOf(this)) {
        slot = slots.stream().min(Comparator.comparingLong(DraftSlot::lastUse)).orElseThrow();
      }
      slot.use(this, ++uses);
      Optional<int[]> guesses = slot.draft(tokens, most);
      if (guesses.isEmpty()) { // no room: the others' tokens can be computed again
        slots.stream().filter(other -> other != slot).forEach(DraftSlot::empty);
        guesses = slot.draft(tokens, most);
      }
      return guesses.orElse(NOTHING);
    }
  }
}
