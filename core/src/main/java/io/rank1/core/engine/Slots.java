package io.rank1.core.engine;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The slots of a runner: which are taken, and which were left with a prefix in their KV cache that
 * a waiting sequence begins with too. It only keeps the books; what is to be done to the caches
 * goes into the plan of the next step.
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
  private final Map<Integer, Sequence> prefixes = new TreeMap<>(); // slots left with one, and whose

  Slots(int count) {
    this.count = count;
  }

  /** Whether a slot was left with a sequence's prefix. */
  boolean hasPrefixOf(Sequence next) {
    return prefixes.values().stream().anyMatch(left -> left.sharesPrefix(next));
  }

  /** Gives a sequence the slot that was left with its prefix; false when there is none. */
  boolean enterLeft(Sequence next) {
    for (Map.Entry<Integer, Sequence> left : prefixes.entrySet()) {
      if (left.getValue().sharesPrefix(next)) {
        int slot = left.getKey(); // a tree's entry may stand for another key once it is removed
        prefixes.remove(slot);
        take(next, slot, next.prefixTokens());
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
   * Gives a sequence a slot that holds nothing but is to get its prefix from another.
   *
   * @param sharer which holds the same prefix
   * @param vacated where to add the slot if its KV cache is to be emptied before
   */
  Copy enterCopy(Sequence next, Sequence sharer, List<Integer> vacated) {
    int slot = emptySlot(vacated);
    take(next, slot, next.prefixTokens());
    return new Copy(sharer.slot(), slot, next.prefixTokens());
  }

  /** Takes a sequence's slot away; what its KV cache holds is to be forgotten. */
  int leave(Sequence sequence) {
    int slot = sequence.slot();
    taken.clear(slot);
    sequence.leave();
    return slot;
  }

  /** Takes a sequence's slot away, but for the prefix in its KV cache. */
  int leavePrefix(Sequence sequence) {
    int slot = leave(sequence);
    prefixes.put(slot, sequence);
    return slot;
  }

  /** The slots whose prefix nobody took over; they hold nothing from now on. */
  List<Integer> dropPrefixes() {
    List<Integer> slots = List.copyOf(prefixes.keySet());
    prefixes.clear();
    return slots;
  }

  /** Forgets who has what. */
  void clear() {
    taken.clear();
    prefixes.clear();
  }

  private int emptySlot(List<Integer> vacated) {
    int slot = taken.nextClearBit(0);
    while (prefixes.containsKey(slot)) {
      slot = taken.nextClearBit(slot + 1);
    }
    if (slot == count) { // all free ones hold another's prefix
      slot = taken.nextClearBit(0);
      prefixes.remove(slot);
      vacated.add(slot);
    }
    return slot;
  }

  private void take(Sequence next, int slot, int held) {
    taken.set(slot);
    next.enter(slot, held);
  }
}
