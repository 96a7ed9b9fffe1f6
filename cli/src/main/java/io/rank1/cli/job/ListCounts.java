package io.rank1.cli.job;

import io.rank1.cli.journal.JournalEntry;
import io.rank1.core.listwise.CallRecord;
import io.rank1.core.listwise.ListRanking;
import io.rank1.core.listwise.algorithm.Fallback;
import java.util.EnumMap;
import java.util.Map;

/** What a job of lists has done and has to do. Safe for use by several threads. */
final class ListCounts {

  private final int totalQueries;
  private final long mostCalls;
  private final Map<Fallback, Integer> fallbacks = new EnumMap<>(Fallback.class);
  private int queries;
  private int failures;
  private long computed;
  private long known;
  private long promptTokens;
  private long completionTokens;
  private long cut;

  /**
   * @param mostCalls that the queries can need
   */
  ListCounts(int totalQueries, long mostCalls) {
    this.totalQueries = totalQueries;
    this.mostCalls = mostCalls;
  }

  /** Counts a call that was computed. */
  synchronized void computed(CallRecord call) {
    computed++;
    add(call.tokens().prompt(), call.tokens().completion(), call.share() < 1);
  }

  /** Counts a call that the journal had. */
  synchronized void known(JournalEntry call) {
    known++;
    add(call.promptTokens(), call.completionTokens(), call.cut());
  }

  private void add(int prompt, int completion, boolean isCut) {
    promptTokens += prompt;
    completionTokens += completion;
    cut += isCut ? 1 : 0;
  }

  /** Counts a query that is ranked. */
  synchronized void ranked(ListRanking ranking) {
    queries++;
    ranking.fallbacks().forEach((rule, count) -> fallbacks.merge(rule, count, Integer::sum));
  }

  /** Counts a query that could not be ranked. */
  synchronized void failed() {
    queries++;
    failures++;
  }

  int totalQueries() {
    return totalQueries;
  }

  /** The most calls that all queries together can need. */
  long mostCalls() {
    return mostCalls;
  }

  /** Queries that are ranked, or could not be. */
  synchronized int queries() {
    return queries;
  }

  /** Queries that could not be ranked. */
  synchronized int failures() {
    return failures;
  }

  /** Calls computed since the job began. */
  synchronized long computed() {
    return computed;
  }

  /** Calls whose answer the journal had. */
  synchronized long known() {
    return known;
  }

  /** Calls whose passages were shortened to fit the context. */
  synchronized long cut() {
    return cut;
  }

  synchronized long promptTokens() {
    return promptTokens;
  }

  synchronized long completionTokens() {
    return completionTokens;
  }

  /** In how many calls of ranked queries each rule was needed. */
  synchronized Map<Fallback, Integer> fallbacks() {
    return new EnumMap<>(fallbacks);
  }

  /** How much is done, in words. */
  synchronized String done() {
    return queries + " of " + totalQueries + " queries, and " + (computed + known) + " calls,";
  }
}
