package io.rank1.cli.job;

import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.PromptHasher;
import io.rank1.core.identity.Hash128;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.prompt.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/**
 * What a job is to do: all its pairs by their position in the input, and which of them to score.
 * Pairs of one prompt are scored once, for the first of them. A pair takes 28 bytes here; its texts
 * and names are in the input, which is read again for them.
 */
final class JobPlan {

  private final int[] queries;
  private final int[] chars;
  private final BitSet open = new BitSet();
  private final int queryCount;
  private final int emptyPassages;
  private final UnaryOperator<Hash128> keys;
  private final HashOrder order;
  private final int distinct;

  private JobPlan(HashOrder order, JobPlan other, UnaryOperator<Hash128> keys) {
    this(order, other.queries, other.chars, other.queryCount, other.emptyPassages, keys);
  }

  private JobPlan(
      HashOrder order,
      int[] queries,
      int[] chars,
      int queryCount,
      int emptyPassages,
      UnaryOperator<Hash128> keys) {
    this.order = order;
    this.queries = queries;
    this.chars = chars;
    this.queryCount = queryCount;
    this.emptyPassages = emptyPassages;
    this.keys = keys;
    this.distinct = order.firsts().length;
  }

  /**
   * Reads the input through.
   *
   * @param check is shown every pair, and may refuse it
   * @throws InputException when the input is bad
   */
  static JobPlan of(JobInput input, ProfileMethod method, Consumer<JobPair> check)
      throws InputException {
    Builder builder = new Builder();
    PromptHasher hasher = new PromptHasher();
    try (JobInput.Pairs pairs = input.open()) {
      for (Optional<JobPair> pair = pairs.next(); pair.isPresent(); pair = pairs.next()) {
        check.accept(pair.get());
        builder.add(pair.get(), method.prompt(pair.get().request()), hasher);
      }
    }
    return builder.build();
  }

  private static final class Builder {

    private final LongList high = new LongList();
    private final LongList low = new LongList();
    private final LongList queryHashes = new LongList(); // 64 bits, which only counts go by
    private final LongList chars = new LongList();
    private int emptyPassages;

    void add(JobPair pair, Prompt prompt, PromptHasher hasher) {
      Hash128 hash = hasher.of(prompt, pair.request());
      high.add(hash.high());
      low.add(hash.low());
      queryHashes.add(Hash128.of(pair.query().getBytes(StandardCharsets.UTF_8)).high());
      chars.add(prompt.head().length() + prompt.passage().length() + prompt.tail().length());
      emptyPassages += pair.request().titledPassage().joined().isBlank() ? 1 : 0;
    }

    JobPlan build() {
      int[] lengths = new int[chars.size()];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = (int) chars.get(i);
      }
      chars.drain();
      long[] distinctQueries = distinct(queryHashes);
      int[] queries = new int[lengths.length];
      for (int i = 0; i < queries.length; i++) {
        queries[i] = Arrays.binarySearch(distinctQueries, queryHashes.get(i));
      }
      queryHashes.drain();
      return new JobPlan(
          new HashOrder(high.drain(), low.drain()),
          queries,
          lengths,
          distinctQueries.length,
          emptyPassages,
          UnaryOperator.identity());
    }

    private static long[] distinct(LongList values) {
      long[] sorted = new long[values.size()];
      for (int i = 0; i < sorted.length; i++) {
        sorted[i] = values.get(i);
      }
      Arrays.sort(sorted);
      int count = 0;
      for (int i = 0; i < sorted.length; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1]) {
          sorted[count++] = sorted[i];
        }
      }
      return Arrays.copyOf(sorted, count);
    }
  }

  /**
   * The same by the keys that journals have for the prompts. The lengths are shared, and what is
   * open is not.
   */
  JobPlan keyedBy(JobIdentity identity) {
    UnaryOperator<Hash128> byIdentity = identity.keys();
    long[] high = new long[size()];
    long[] low = new long[size()];
    for (int i = 0; i < high.length; i++) {
      Hash128 key = byIdentity.apply(order.hash(i));
      high[i] = key.high();
      low[i] = key.low();
    }
    return new JobPlan(new HashOrder(high, low), this, byIdentity);
  }

  /**
   * Opens those pairs that have no result yet, each prompt once.
   *
   * @param done whether the prompt of this pair, the first that has it, has one
   */
  void openUnless(IntPredicate done) {
    open.clear();
    for (int first : firsts()) {
      open.set(first, !done.test(first));
    }
  }

  /** Opens these pairs, each the first that has its prompt, and no others. */
  void openOnly(BitSet firsts) {
    open.clear();
    open.or(firsts);
  }

  /** How many pairs there are; their positions count from 0. */
  int size() {
    return chars.length;
  }

  /** What the pair's result belongs to. */
  Hash128 key(int index) {
    return order.hash(index);
  }

  /** The first pair of a key; -1 when no pair has it. */
  int first(Hash128 key) {
    return order.first(key);
  }

  /** The first pair that has the prompt of a pair. */
  int first(int index) {
    return order.first(index);
  }

  /** Whether a pair still has the prompt of this hash. */
  boolean hasPrompt(int index, Hash128 prompt) {
    return keys.apply(prompt).equals(key(index));
  }

  /** The number of a pair's query, from 0 and in no order. */
  int query(int index) {
    return queries[index];
  }

  /** Length of a pair's prompt, in UTF-16 units. */
  int chars(int index) {
    return chars[index];
  }

  /** How many queries there are. */
  int queries() {
    return queryCount;
  }

  /** Whether the pairs of each query follow each other. */
  boolean isGrouped() {
    BitSet seen = new BitSet();
    for (int i = 0; i < queries.length; i++) {
      boolean begins = i == 0 || queries[i] != queries[i - 1];
      if (begins && seen.get(queries[i])) {
        return false;
      }
      seen.set(queries[i]);
    }
    return true;
  }

  /** Whether a pair is to be scored. */
  boolean isOpen(int index) {
    return open.get(index);
  }

  /** The pairs that are to be scored, by index. */
  BitSet open() {
    return (BitSet) open.clone();
  }

  /** Pairs whose prompt another one has before them. */
  int duplicates() {
    return size() - distinct;
  }

  /** Pairs with nothing in their passage. */
  int emptyPassages() {
    return emptyPassages;
  }

  /** The pairs whose result one pair's is: itself, and those of the same prompt. */
  int[] sharers(int first) {
    return order.alike(first);
  }

  /** The first pair of every prompt. */
  int[] firsts() {
    return order.firsts();
  }
}
