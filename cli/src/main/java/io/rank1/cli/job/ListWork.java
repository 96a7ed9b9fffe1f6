package io.rank1.cli.job;

import io.rank1.cli.journal.CallReading;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.JournalCall;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.results.ListStanding;
import io.rank1.cli.results.ResultRow;
import io.rank1.cli.results.ResultRows;
import io.rank1.core.listwise.KnownCalls;
import io.rank1.core.listwise.ListRanking;
import io.rank1.core.listwise.algorithm.ListAlgorithm;
import io.rank1.core.listwise.algorithm.ListOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** All queries of a job of lists: what is known of their calls, and what became of them. */
final class ListWork {

  /** Whether the calls are asked for beside the rankings. */
  enum Calls {
    KEPT,
    FORGOTTEN
  }

  private final ListInput input;
  private final Journal journal;
  private final JournalCalls calls;
  private final Calls keeping;
  private final ListCounts counts;
  private final ListResult[] results;
  private final AtomicReferenceArray<JournalCalls.OfQuery> needed;

  ListWork(
      ListInput input,
      Journal journal,
      JournalCalls calls,
      ListAlgorithm algorithm,
      Calls keeping) {
    this.input = input;
    this.journal = journal;
    this.calls = calls;
    this.keeping = keeping;
    this.counts = new ListCounts(input.size(), mostCalls(input, algorithm));
    this.results = new ListResult[input.size()];
    this.needed = new AtomicReferenceArray<>(input.size());
  }

  /** The most calls that all queries together can need. */
  static long mostCalls(ListInput input, ListAlgorithm algorithm) {
    return IntStream.range(0, input.size())
        .mapToLong(query -> algorithm.mostCalls(input.candidates(query)))
        .sum();
  }

  ListInput input() {
    return input;
  }

  JournalCalls calls() {
    return calls;
  }

  ListCounts counts() {
    return counts;
  }

  /** What is known of a query's calls. */
  KnownCalls known(int query) {
    JournalCalls.OfQuery known = calls.ofQuery(journal, counts::known);
    if (keeping == Calls.KEPT) {
      needed.set(query, known);
    }
    return known;
  }

  void ranked(int query, ListRanking ranking) {
    results[query] = ListResult.of(ranking, keeping == Calls.KEPT);
    counts.ranked(ranking);
  }

  /** Notes that a query keeps the first stage's order. */
  void failed(int query, String cause) {
    results[query] = ListResult.failed(input.candidates(query), cause);
    counts.failed();
  }

  /** The rows of all queries, made as they are written. */
  ResultRows rows() {
    return ResultRows.ofRankings(
        () -> IntStream.range(0, input.size()).mapToObj(this::rows).iterator());
  }

  private List<ResultRow> rows(int query) {
    ListResult result = results[query];
    List<ResultRow> rows = new ArrayList<>();
    for (int i = 0; i < result.candidates().length; i++) {
      int candidate = result.candidates()[i];
      double score = result.scores()[i];
      rows.add(
          new ResultRow(
              input.place(query, candidate),
              new ListStanding(
                  i,
                  result.kinds()[i],
                  Double.isNaN(score) ? OptionalDouble.empty() : OptionalDouble.of(score),
                  result.failure(),
                  input.texts(query, candidate))));
    }
    for (PairPlace place : input.unranked(query)) {
      rows.add(new ResultRow(place, Optional.empty()));
    }
    return rows;
  }

  /**
   * The calls of a query, where they are kept: those that decided its ranking, in that order, or
   * what there is of a query that failed.
   *
   * @throws IOException when they cannot be read from the journal
   */
  List<JournalCall> calls(int query) throws IOException {
    List<JournalCall> there = new ArrayList<>(needed.get(query).calls());
    if (results[query].failure().isPresent()) {
      return there;
    }
    List<JournalCall> decided = new ArrayList<>();
    for (ListOrder.Call call : results[query].calls()) {
      decided.add(told(query, call, take(there, call)));
    }
    return decided;
  }

  /** The answer of a call: lists of equal texts in another order share one. */
  private static JournalCall take(List<JournalCall> there, ListOrder.Call call) throws IOException {
    JournalCall found =
        there.stream()
            .filter(one -> one.shown().equals(call.shown()))
            .findFirst()
            .or(() -> there.stream().findFirst())
            .orElseThrow(() -> new IOException("a call is not in the journal"));
    there.remove(found);
    return found;
  }

  /** A record may be of another query with the same texts. */
  private JournalCall told(int query, ListOrder.Call call, JournalCall record) {
    List<String> docids =
        call.shown().stream()
            .map(candidate -> input.place(query, candidate).ids().orElseThrow().docid())
            .toList();
    String qid = input.qids().get(query);
    return record.at(qid, input.query(qid), docids, CallReading.of(call.judgement(), docids));
  }
}
