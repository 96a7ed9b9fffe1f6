package io.rank1.core.engine;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.RunnerLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which sequences run in a step and with how many tokens. It never touches the model.
 *
 * <p>Sequences are admitted in the queue's order while a slot is free and the KV cells hold all
 * admitted tokens. A step serves sequences that decode first, then prefills in order of admission,
 * mixed up to the token budget. When the running sequences outgrow the cells, the one admitted last
 * is preempted: it goes before those of its priority that wait, and is computed anew later. The one
 * admitted first is never preempted, so something always comes to its end.
 *
 * <p>Sequences with the same prefix compute it once. A sequence that is admitted gets it from a
 * running one that holds it. What a prefill holds is not passed on before the model has shown, by
 * logits that can be used, that it is sound: until then the other waits, with a place kept for it,
 * and those behind it are admitted before it. When a sequence ends and one of the next in the queue
 * has the same prefix, the prefix stays in the slot's KV cache: until the next step is planned and
 * no longer, so that no cells are held that nobody uses.
 *
 * <p>After a step that failed its sequences are suspects. Each runs alone until it is past the
 * tokens that failed; the others wait for that.
 */
final class Scheduler {

  /** A sequence and the tokens of it that a step runs. */
  record Scheduled(Sequence sequence, Chunk chunk) {

    /**
     * Whether it runs tokens behind the prompt with a row for each: the one that was taken last,
     * and guesses at those after it.
     */
    boolean isDecoding() {
      return chunk.tokens().length == chunk.wanted().size()
          && chunk.start() >= sequence.promptTokens();
    }
  }

  /**
   * A slot that a sequence left.
   *
   * @param keep tokens that are to stay in its KV cache
   */
  record Left(int slot, int keep) {}

  /**
   * @param step what to run; empty when nothing can
   * @param vacated slots whose KV cache is to be emptied before the step
   * @param copies what is to be copied from slot to slot after that, and before the step
   * @param shared tokens that admitted sequences took over
   * @param preempted sequences that lost their place
   * @param dropped sequences that were found cancelled
   */
  record Plan(
      List<Scheduled> step,
      List<Integer> vacated,
      List<Slots.Copy> copies,
      long shared,
      int preempted,
      List<Sequence> dropped) {}

  /**
   * A sequence of a failed step.
   *
   * @param end the position after the tokens that failed
   */
  private record Suspect(Sequence sequence, int end) {}

  private static final Comparator<Sequence> BY_PRIORITY =
      Comparator.comparing(sequence -> sequence.request().service().priority());

  private final RunnerLimits limits;
  private final RequestQueue queue;
  private final Deque<Sequence> preempted = new ArrayDeque<>(); // first of their priority
  private final List<Sequence> running = new ArrayList<>(); // in order of admission
  private final Deque<Suspect> suspects = new ArrayDeque<>(); // the first one may be running
  private final Slots slots;
  private final boolean keepsPrefixes;
  private boolean admissionPaused;

  /**
   * @param keepsPrefixes whether a slot's KV cache holds the first tokens of a sequence to its end
   */
  Scheduler(RunnerLimits limits, RequestQueue queue, boolean keepsPrefixes) {
    this.limits = limits;
    this.queue = queue;
    this.slots = new Slots(limits.slots());
    this.keepsPrefixes = keepsPrefixes;
  }

  /** Whether it has nothing to run but what the queue holds. */
  boolean isIdle() {
    return preempted.isEmpty() && running.isEmpty() && suspects.isEmpty();
  }

  /** Running sequences in order of admission; a view that changes with the scheduler. */
  List<Sequence> running() {
    return running;
  }

  /** Forgets every sequence. */
  List<Sequence> clear() {
    List<Sequence> all = new ArrayList<>(running);
    all.addAll(preempted);
    suspects.stream().map(Suspect::sequence).filter(s -> !all.contains(s)).forEach(all::add);
    running.clear();
    preempted.clear();
    suspects.clear();
    slots.clear();
    return all;
  }

  /** Plans the next step. */
  Plan schedule() {
    List<Integer> vacated = new ArrayList<>();
    List<Slots.Copy> copies = new ArrayList<>();
    List<Sequence> dropped = new ArrayList<>();
    long shared = 0;
    int outgrown = 0;
    if (!suspects.isEmpty()) {
      admitSuspect(vacated, dropped);
    }
    if (suspects.isEmpty()) {
      while (committedCells() > limits.cells() && running.size() > 1) {
        vacated.add(preemptYoungest());
        outgrown++;
      }
      if (outgrown == 0 && (!admissionPaused || running.isEmpty())) {
        shared = admit(vacated, copies, dropped);
      }
    }
    vacated.addAll(slots.dropPrefixes());
    return new Plan(fillStep(), vacated, copies, shared, outgrown, dropped);
  }

  /**
   * Sends the youngest running sequence back before the queue; nothing is admitted until a sequence
   * ends, so that it does not come straight back.
   *
   * @return its slot, whose KV cache is to be emptied
   */
  int preemptYoungest() {
    Sequence youngest = running.remove(running.size() - 1);
    preempted.addFirst(youngest);
    admissionPaused = true;
    return slots.leave(youngest);
  }

  /** Takes a running sequence out; its slot is free for the next step. */
  Left release(Sequence sequence) {
    takeOut(sequence);
    boolean isKept =
        keepsPrefixes
            && suspects.isEmpty()
            && sequence.holdsPrefix()
            && next(limits.slots()).anyMatch(sequence::sharesPrefix);
    return isKept
        ? new Left(slots.leavePrefix(sequence), sequence.prefixTokens())
        : new Left(slots.leave(sequence), 0);
  }

  /**
   * Takes a running sequence out of a model that failed: nothing of it can be kept.
   *
   * @return its slot, whose KV cache is to be emptied
   */
  int discard(Sequence sequence) {
    takeOut(sequence);
    return slots.leave(sequence);
  }

  private void takeOut(Sequence sequence) {
    if (!running.remove(sequence)) {
      throw new IllegalStateException("the sequence is not running");
    }
    suspects.removeIf(suspect -> suspect.sequence() == sequence);
    admissionPaused = false;
  }

  /**
   * Takes every sequence out of its slot, since nobody knows what the KV cache holds: all slots are
   * to be emptied.
   *
   * @param failed what the step that failed ran, to be tried one by one; empty when it is not a
   *     sequence that is to blame
   * @return how many sequences lost their place
   */
  int startAnew(List<Scheduled> failed) {
    int lost = running.size();
    List<Suspect> tried = new ArrayList<>();
    for (Scheduled scheduled : failed) {
      if (running.remove(scheduled.sequence())) {
        slots.leave(scheduled.sequence());
        tried.add(new Suspect(scheduled.sequence(), scheduled.chunk().end()));
      }
    }
    while (!running.isEmpty()) {
      Sequence youngest = running.remove(running.size() - 1);
      slots.leave(youngest);
      if (suspects.stream().noneMatch(suspect -> suspect.sequence() == youngest)) {
        preempted.addFirst(youngest);
      }
    }
    tried.removeIf(again -> suspects.stream().anyMatch(s -> s.sequence() == again.sequence()));
    suspects.addAll(tried);
    slots.dropPrefixes();
    admissionPaused = false;
    return lost;
  }

  /** Whether a failed step can only be the fault of the one sequence that it ran. */
  boolean isTrial(List<Scheduled> step) {
    return step.size() == 1
        && !suspects.isEmpty()
        && suspects.peek().sequence() == step.get(0).sequence();
  }

  /** The first suspect runs alone; one that is past its failure goes before the queue. */
  private void admitSuspect(List<Integer> vacated, List<Sequence> dropped) {
    Deque<Sequence> cleared = new ArrayDeque<>();
    while (!suspects.isEmpty()) {
      Sequence suspect = suspects.peek().sequence();
      boolean isRunning = running.contains(suspect);
      if (isRunning && suspect.computed() < suspects.peek().end()) {
        break;
      }
      if (isRunning) {
        running.remove(suspect);
        vacated.add(slots.leave(suspect));
        cleared.add(suspect);
        suspects.remove();
      } else if (suspect.isCancelled()) {
        dropped.add(suspect);
        suspects.remove();
      } else {
        slots.enterEmpty(suspect, vacated);
        running.add(suspect);
        break;
      }
    }
    preempted.addAll(cleared);
  }

  /** Those that are to run next: of one priority, those that lost their place go first. */
  private Stream<Sequence> next(int most) {
    List<Sequence> next = new ArrayList<>(preempted);
    next.addAll(queue.first(most));
    return next.stream().sorted(BY_PRIORITY).limit(most);
  }

  /**
   * Admits what fits. A sequence that waits for a prefix keeps its place and its cells in this
   * plan.
   *
   * @return how many tokens the admitted ones took over
   */
  private long admit(List<Integer> vacated, List<Slots.Copy> copies, List<Sequence> dropped) {
    long shared = 0;
    int cells = committedCells();
    int places = limits.slots() - running.size();
    for (Iterator<Sequence> waiting = preempted.iterator(); waiting.hasNext(); ) {
      Sequence sequence = waiting.next();
      if (sequence.isCancelled()) {
        waiting.remove();
        dropped.add(sequence);
      }
    }
    if (places == 0) {
      return 0;
    }
    for (Sequence next : next(places).toList()) {
      // Leave each running sequence room to grow a little, or it is preempted right away.
      int headroom = Math.min(limits.cells() / 16, 32 * (limits.slots() - places));
      if (!running.isEmpty() && cells + next.size() + headroom > limits.cells()) {
        break;
      }
      if (canEnter(next) && (preempted.remove(next) || queue.admit(next))) {
        enter(next, vacated, copies);
        running.add(next);
        shared += next.computed();
      }
      places--;
      cells += next.size();
    }
    return shared;
  }

  /** False for a sequence that is to wait for another in prefill. */
  private boolean canEnter(Sequence next) {
    return slots.hasPrefixOf(next) || sharerOf(next).map(Sequence::holdsPrefix).orElse(true);
  }

  private void enter(Sequence next, List<Integer> vacated, List<Slots.Copy> copies) {
    if (slots.enterLeft(next)) {
      return;
    }
    Optional<Sequence> sharer = sharerOf(next);
    if (sharer.isEmpty()) {
      slots.enterEmpty(next, vacated);
    } else {
      copies.add(slots.enterCopy(next, sharer.get(), vacated));
    }
  }

  /** A running sequence with the same prefix; one that holds it, if there is one. */
  private Optional<Sequence> sharerOf(Sequence next) {
    Optional<Sequence> sharer = Optional.empty();
    if (keepsPrefixes) {
      for (Sequence sequence : running) {
        if (sequence.sharesPrefix(next)) {
          sharer = Optional.of(sequence);
          if (sequence.holdsPrefix()) {
            break;
          }
        }
      }
    }
    return sharer;
  }

  private List<Scheduled> fillStep() {
    List<Scheduled> step = new ArrayList<>(running.size());
    int budget = limits.batchTokens();
    for (Sequence sequence : running) {
      if (sequence.pending() == 1) {
        step.add(new Scheduled(sequence, sequence.nextChunk(1, limits.rowsPerChunk())));
        budget--;
      }
    }
    for (Sequence sequence : running) {
      if (budget > 0 && sequence.pending() > 1) {
        int most = Math.min(budget, longest(sequence));
        Chunk chunk = sequence.nextChunk(most, limits.rowsPerChunk());
        step.add(new Scheduled(sequence, chunk));
        budget -= chunk.tokens().length;
      }
    }
    return step;
  }

  /**
   * With one slot the prefix is a chunk by itself: a sequence is then computed in the same pieces,
   * and to the same bits, whether its prefix was there already or not. With several slots the
   * pieces depend on the neighbours anyway.
   */
  private int longest(Sequence sequence) {
    boolean isApart = limits.slots() == 1 && sequence.pendingPrefix() > 0;
    return isApart ? sequence.pendingPrefix() : sequence.pending();
  }

  /** KV cells that the running sequences need for the tokens that they have. */
  int committedCells() {
    int cells = 0;
    for (Sequence sequence : running) {
      cells += sequence.size();
    }
    return cells;
  }
}
