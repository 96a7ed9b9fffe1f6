package io.rank1.cli.job;

import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.PromptHasher;
import io.rank1.core.identity.Hash128;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a job is to do: all its pairs, and which of them to score. Pairs of one prompt are scored
 * once, for the first of them.
 */
final class JobPlan {

  private final List<PlannedPair> pairs = new ArrayList<>();
  private final Map<Hash128, Integer> firsts = new HashMap<>();
  private final Map<Integer, List<Integer>> copies = new HashMap<>();
  private final BitSet open = new BitSet();
  private final Map<String, Integer> queries = new HashMap<>();
  private int emptyPassages;

  private JobPlan() {}

  /**
   * Reads the input through.
   *
   * @param check is shown every pair, and may refuse it
   * @throws InputException when the input is bad
   */
  static JobPlan of(JobInput input, PromptTemplate template, Consumer<JobPair> check)
      throws InputException {
    JobPlan plan = new JobPlan();
    PromptHasher hasher = new PromptHasher();
    try (JobInput.Pairs pairs = input.open()) {
      for (Optional<JobPair> pair = pairs.next(); pair.isPresent(); pair = pairs.next()) {
        check.accept(pair.get());
        plan.add(pair.get(), template.fill(pair.get().request()), hasher);
      }
    }
    return plan;
  }

  private void add(JobPair pair, Prompt prompt, PromptHasher hasher) {
    int index = pairs.size();
    Hash128 hash = hasher.of(prompt);
    int query = queries.computeIfAbsent(pair.query(), unused -> queries.size());
    int chars = prompt.head().length() + prompt.passage().length() + prompt.tail().length();
    Integer first = firsts.putIfAbsent(hash, index);
    if (first != null) {
      copies.computeIfAbsent(first, unused -> new ArrayList<>()).add(index);
    }
    emptyPassages += pair.request().passage().isBlank() ? 1 : 0;
    pairs.add(new PlannedPair(pair.place(), hash, query, chars));
  }

  /**
   * Opens those pairs whose prompt has no result yet, each prompt once.
   *
   * @param done whether the prompt of this hash has one
   */
  void openUnless(Predicate<Hash128> done) {
    open.clear();
    firsts.forEach((prompt, index) -> open.set(index, !done.test(prompt)));
  }

  /** All pairs, in the order of the input. */
  List<PlannedPair> pairs() {
    return pairs;
  }

  PlannedPair pair(int index) {
    return pairs.get(index);
  }

  /** The index of the first pair of a prompt. */
  int first(Hash128 prompt) {
    return firsts.get(prompt);
  }

  /** How many queries there are. */
  int queries() {
    return queries.size();
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
    return pairs.size() - firsts.size();
  }

  /** Pairs with nothing in their passage. */
  int emptyPassages() {
    return emptyPassages;
  }

  /** The pairs whose result one pair's is: itself, and those of the same prompt. */
  List<Integer> sharers(int first) {
    List<Integer> all = new ArrayList<>(List.of(first));
    all.addAll(copies.getOrDefault(first, List.of()));
    return all;
  }

  /** The first pair of every prompt. */
  Iterable<Integer> distinct() {
    return firsts.values();
  }
}
