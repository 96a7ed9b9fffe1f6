package io.rank1.core.engine;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.RunnerLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Decides which sequences run in a step and with how many tokens. It never touches the model.
 *
 * <p>Waiting sequences are admitted in order of arrival while a slot is free and the KV cells hold
 * all admitted tokens. A step serves sequences that decode first, then prefills in order of
 * admission, mixed up to the token budget. When the running sequences outgrow the cells, the
 * youngest is preempted: it goes back to the head of the queue and is computed anew later. The
 * oldest is never preempted, so something always comes to its end.
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
   * @param step what to run; empty when nothing can
   * @param vacated slots whose KV cache is to be emptied before the step
   * @param dropped sequences that were cancelled while they waited
   */
  record Plan(List<Scheduled> step, List<Integer> vacated, int dropped) {}

  private final RunnerLimits limits;
  private final Deque<Sequence> waiting = new ArrayDeque<>();
  private final List<Sequence> running = new ArrayList<>(); // in order of admission
  private final BitSet usedSlots = new BitSet();
  private boolean admissionPaused;

  Scheduler(RunnerLimits limits) {
    this.limits = limits;
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
    usedSlots.clear();
    return all;
  }

  /** Plans the next step. */
  Plan schedule() {
    List<Integer> vacated = new ArrayList<>();
    int dropped = 0;
    while (committedCells() > limits.cells() && running.size() > 1) {
      vacated.add(preemptYoungest());
    }
    if (vacated.isEmpty() && (!admissionPaused || running.isEmpty())) {
      dropped = admit();
    }
    return new Plan(fillStep(), vacated, dropped);
  }

  /**
   * Sends the youngest running sequence back to the queue; nothing is admitted until a sequence
   * ends, so that it does not come straight back.
   *
   * @return its slot, whose KV cache is to be emptied
   */
  int preemptYoungest() {
    Sequence youngest = running.remove(running.size() - 1);
    int slot = vacate(youngest);
    waiting.addFirst(youngest);
    admissionPaused = true;
    return slot;
  }

  /**
   * Takes a running sequence out; its slot is free for the next step.
   *
   * @return its slot, whose KV cache is to be emptied
   */
  int release(Sequence sequence) {
    if (!running.remove(sequence)) {
      throw new IllegalStateException("the sequence is not running");
    }
    admissionPaused = false;
    return vacate(sequence);
  }

  private int vacate(Sequence sequence) {
    int slot = sequence.slot();
    usedSlots.clear(slot);
    sequence.leave();
    return slot;
  }

  /** Admits what fits; returns how many were found cancelled instead. */
  private int admit() {
    int dropped = 0;
    int cells = committedCells();
    while (!waiting.isEmpty() && running.size() < limits.slots()) {
      Sequence next = waiting.peekFirst();
      if (next.future().isDone()) {
        waiting.removeFirst();
        dropped++;
        continue;
      }
      // Leave each running sequence room to grow a little, or it is preempted right away.
      int headroom = Math.min(limits.cells() / 16, 32 * running.size());
      if (!running.isEmpty() && cells + next.size() + headroom > limits.cells()) {
        break;
      }
      int slot = usedSlots.nextClearBit(0);
      usedSlots.set(slot);
      next.enter(slot);
      running.add(waiting.removeFirst());
      cells += next.size();
    }
    return dropped;
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
        Chunk chunk = sequence.nextChunk(budget);
        step.add(new Scheduled(sequence, chunk));
        budget -= chunk.tokens().length;
      }
    }
    return step;
  }

  private int committedCells() {
    int cells = 0;
    for (Sequence sequence : running) {
      cells += sequence.size();
    }
    return cells;
  }
}
