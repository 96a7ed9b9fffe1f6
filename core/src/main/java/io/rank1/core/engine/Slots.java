package io.rank1.core.engine;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
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

  /** Gives a sequence the slot that was left with its head; false when there is none. */
  boolean enterLeft(Sequence next) {
    for (Map.Entry<Integer, Sequence> head : heads.entrySet()) {
      if (head.getValue().sharesHead(next)) {
        heads.remove(head.getKey());
        take(next, head.getKey(), next.headTokens());
        return true;
      }
    }
    return false;
  }

  /**
   * Gives a sequence a slot that holds nothing.
   *
   * @param vacated where to add the slot if its KV cache is to be emptied
   */
  void enterEmpty(Sequence next, List<Integer> vacated) {
    take(next, emptySlot(vacated), 0);
  }

  /**
   * Gives a sequence a slot that holds nothing but is to get its head from another.
   *
   * @param sharer who holds the same head
   * @param vacated where to add the slot if its KV cache is to be emptied before
   */
  Copy enterCopy(Sequence next, Sequence sharer, List<Integer> vacated) {
    int slot = emptySlot(vacated);
    take(next, slot, next.headTokens());
    return new Copy(sharer.slot(), slot, next.headTokens());
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
