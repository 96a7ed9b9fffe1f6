package io.rank1.core.engine;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The slots of a runner: which are taken, and which were left with a head in their KV cache that a
 * waiting sequence begins with too. It only keeps the books; what is to be done to the caches goes
 * into the plan of the next step.
 */
final class Slots {

  /**
   * Tokens that one slot holds and another is to begin with.
   *
   * @param length how many, from position 0
   */
  record Copy(int from, int to, int length) {}

  private final int count;
  private final BitSet taken = new BitSet();
  private final Map<Integer, Sequence> heads = new TreeMap<>(); // slots left with one, and whose

  Slots(int count) {
    this.count = count;
  }

  /**
   * Gives a sequence a slot: the one that was left with its head, if there is one; else one that
   * holds nothing, to which the head is copied, if a running sequence has it.
   *
   * @param sharer a running sequence that holds the same head
   * @param vacated where to add a slot whose KV cache is to be emptied
   * @param copies where to add what is to be copied after that
   */
  void enter(Sequence next, Optional<Sequence> sharer, List<Integer> vacated, List<Copy> copies) {
    Optional<Integer> left = leftWithHeadOf(next);
    if (left.isPresent()) {
      heads.remove(left.get());
      take(next, left.get(), next.headTokens());
      return;
    }
    int slot = emptySlot(vacated);
    if (sharer.isPresent()) {
      copies.add(new Copy(sharer.get().slot(), slot, next.headTokens()));
      take(next, slot, next.headTokens());
    } else {
      take(next, slot, 0);
    }
  }

  /** Whether a slot was left with this sequence's head. */
  boolean holdHeadOf(Sequence next) {
    return leftWithHeadOf(next).isPresent();
  }

  /** Takes a sequence's slot away; what its KV cache holds is to be forgotten. */
  int leave(Sequence sequence) {
    int slot = sequence.slot();
    taken.clear(slot);
    sequence.leave();
    return slot;
  }

  /** Takes a sequence's slot away, but for the head in its KV cache. */
  int leaveHead(Sequence sequence) {
    int slot = leave(sequence);
    heads.put(slot, sequence);
    return slot;
  }

  /** The slots whose head nobody took over; they hold nothing from now on. */
  List<Integer> dropHeads() {
    List<Integer> slots = List.copyOf(heads.keySet());
    heads.clear();
    return slots;
  }

  /** Forgets who has what. */
  void clear() {
    taken.clear();
    heads.clear();
  }

  private Optional<Integer> leftWithHeadOf(Sequence next) {
    return heads.entrySet().stream()
        .filter(head -> head.getValue().sharesHead(next))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private int emptySlot(List<Integer> vacated) {
    int slot = taken.nextClearBit(0);
    while (heads.containsKey(slot)) {
      slot = taken.nextClearBit(slot + 1);
    }
    if (slot == count) { // all free ones hold another's head
      slot = taken.nextClearBit(0);
      heads.remove(slot);
      vacated.add(slot);
    }
    return slot;
  }

  private void take(Sequence next, int slot, int held) {
    taken.set(slot);
    next.enter(slot, held);
  }
}
