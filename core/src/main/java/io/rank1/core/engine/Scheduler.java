package io.rank1.core.engine;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.RunnerLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Decides which sequences run in a step and with how many tokens. It never touches the model.
 *
 * <p>Waiting sequences are admitted in order of arrival while a slot is free and the KV cells hold
 * all admitted tokens. A step serves sequences that decode first, then prefills in order of
 * admission, mixed up to the token budget. When the running sequences outgrow the cells, the one
 * admitted last is preempted: it goes back to the head of the queue and is computed anew later. The
 * one admitted first is never preempted, so something always comes to its end.
 *
 * <p>Pairs of a topic begin alike, and come one after the other; their head is computed once. A
 * sequence that is admitted gets it from a running one that holds it. What a prefill holds is not
 * passed on before the model has shown, by logits that can be used, that it is sound: until then
 * the other waits, with a place kept for it, and those behind it are admitted before it. When a
 * sequence ends and one of the next in the queue has the same head, the head stays in the slot's KV
 * cache: until the next step is planned and no longer, so that no cells are held that nobody uses.
 */
final class Scheduler {

  /** A sequence and the tokens of it that a step runs. */
  record Scheduled(Sequence sequence, Chunk chunk) {

    /** Whether it runs the one token that was generated last. */
    boolean isDecoding() {
      return chunk.tokens().length == 1 && chunk.start() >= sequence.promptTokens();
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
   * @param preempted sequences that lost their place
   * @param dropped sequences that were cancelled while they waited
   */
  record Plan(
      List<Scheduled> step,
      List<Integer> vacated,
      List<Slots.Copy> copies,
      int preempted,
      int dropped) {}

  private final RunnerLimits limits;
  private final Deque<Sequence> waiting = new ArrayDeque<>();
  private final List<Sequence> running = new ArrayList<>(); // in order of admission
  private final Slots slots;
  private final boolean keepsHeads;
  private boolean admissionPaused;

  /**
   * @param keepsHeads whether a slot's KV cache holds the first tokens of a sequence to its end
   */
  Scheduler(RunnerLimits limits, boolean keepsHeads) {
    this.limits = limits;
    this.slots = new Slots(limits.slots());
    this.keepsHeads = keepsHeads;
  }

  void add(Sequence sequence) {
    waiting.addLast(sequence);
  }

  boolean isIdle() {
    return waiting.isEmpty() && running.isEmpty();
  }

  /** Running sequences in order of admission; a view that changes with the scheduler. */
  List<Sequence> running() {
    return running;
  }

  /** Forgets every sequence. */
  List<Sequence> clear() {
    List<Sequence> all = new ArrayList<>(running);
    all.addAll(waiting);
    running.clear();
    waiting.clear();
    slots.clear();
    return all;
  }

  /** Plans the next step. */
  Plan schedule() {
    List<Integer> vacated = new ArrayList<>();
    List<Slots.Copy> copies = new ArrayList<>();
    int dropped = 0;
    while (committedCells() > limits.cells() && running.size() > 1) {
      vacated.add(preemptYoungest());
    }
    int preempted = vacated.size();
    if (preempted == 0 && (!admissionPaused || running.isEmpty())) {
      dropped = admit(vacated, copies);
    }
    vacated.addAll(slots.dropHeads());
    return new Plan(fillStep(), vacated, copies, preempted, dropped);
  }

  /**
   * Sends the youngest running sequence back to the queue; nothing is admitted until a sequence
   * ends, so that it does not come straight back.
   *
   * @return its slot, whose KV cache is to be emptied
   */
  int preemptYoungest() {
    Sequence youngest = running.remove(running.size() - 1);
    waiting.addFirst(youngest);
    admissionPaused = true;
    return slots.leave(youngest);
  }

  /** Takes a running sequence out; its slot is free for the next step. */
  Left release(Sequence sequence) {
    takeOut(sequence);
    boolean isKept =
        keepsHeads
            && sequence.holdsHead()
            && waiting.stream().limit(limits.slots()).anyMatch(sequence::sharesHead);
    return isKept
        ? new Left(slots.leaveHead(sequence), sequence.headTokens())
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
    admissionPaused = false;
  }

  /**
   * Admits what fits. Who waits for a head keeps its place and its cells in this plan.
   *
   * @return how many were found cancelled instead
   */
  private int admit(List<Integer> vacated, List<Slots.Copy> copies) {
    int dropped = 0;
    int cells = committedCells();
    int places = limits.slots() - running.size();
    Iterator<Sequence> queue = waiting.iterator();
    while (places > 0 && queue.hasNext()) {
      Sequence next = queue.next();
      if (next.future().isDone()) {
        queue.remove();
        dropped++;
        continue;
      }
      // Leave each running sequence room to grow a little, or it is preempted right away.
      int headroom = Math.min(limits.cells() / 16, 32 * (limits.slots() - places));
      if (!running.isEmpty() && cells + next.size() + headroom > limits.cells()) {
        break;
      }
      places--;
      cells += next.size();
      if (enter(next, vacated, copies)) {
        queue.remove();
        running.add(next);
      }
    }
    return dropped;
  }

  /** Gives a sequence a slot; false when it is to wait for another in prefill. */
  private boolean enter(Sequence next, List<Integer> vacated, List<Slots.Copy> copies) {
    if (slots.enterLeft(next)) {
      return true;
    }
    Optional<Sequence> sharer = sharerOf(next);
    if (sharer.isEmpty()) {
      slots.enterEmpty(next, vacated);
    } else if (sharer.get().holdsHead()) {
      copies.add(slots.enterCopy(next, sharer.get(), vacated));
    } else {
      return false;
    }
    return true;
  }

  /** A running sequence with the same head; one that holds it, if there is one. */
  private Optional<Sequence> sharerOf(Sequence next) {
    Optional<Sequence> sharer = Optional.empty();
    if (keepsHeads) {
      for (Sequence sequence : running) {
        if (sequence.sharesHead(next)) {
          sharer = Optional.of(sequence);
          if (sequence.holdsHead()) {
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
        step.add(new Scheduled(sequence, sequence.nextChunk(1)));
        budget--;
      }
    }
    for (Sequence sequence : running) {
      if (budget > 0 && sequence.pending() > 1) {
        Chunk chunk = sequence.nextChunk(Math.min(budget, longest(sequence)));
        step.add(new Scheduled(sequence, chunk));
        budget -= chunk.tokens().length;
      }
    }
    return step;
  }

  /**
   * With one slot the head is a chunk by itself: a pair is then computed in the same pieces, and to
   * the same bits, whether its head was there already or not. With several slots the pieces depend
   * on the neighbours anyway.
   */
  private int longest(Sequence sequence) {
    boolean isApart = limits.slots() == 1 && sequence.pendingHead() > 0;
    return isApart ? sequence.pendingHead() : sequence.pending();
  }

  private int committedCells() {
    int cells = 0;
    for (Sequence sequence : running) {
      cells += sequence.size();
    }
    return cells;
  }
}
