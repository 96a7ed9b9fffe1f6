package io.rank1.core.engine;

import io.rank1.core.engine.Progress.Limit;
import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One request on its way through the engine: its tokens, how many of them the KV cache holds, and
 * what is wanted of them. Prefill and decoding are the same to it: what is not computed yet is to
 * be run.
 *
 * <p>Only the engine's thread touches it, but for the future and the wish to be cancelled.
 */
final class Sequence {

  private static final int NO_SLOT = -1;
  private static final int NO_TOKEN = -1;

  private final GenerationRequest request;
  private final CompletableFuture<Generation> future = new CompletableFuture<>();
  private final Stopwatch stopwatch = new Stopwatch();
  private final TokenList tokens;
  private final List<Row.Read> rows = new ArrayList<>(); // read since the program was asked

  private volatile boolean cancelled;
  private long arrival; // guarded by the queue
  private int prefix;
  private int generated;
  private int replayed;
  private int computed;
  private int aside; // tokens at the end that are looked at and then forgotten
  private int firstRow; // the first position after which a row is wanted
  private int[] logitsOf;
  private int chosen = NO_TOKEN; // what the model chose after the last token, once that was read
  private int slot = NO_SLOT;
  private boolean verified;
  private boolean deadlineTold;

  Sequence(GenerationRequest request) {
    this.request = request;
    this.tokens = new TokenList(request.tokens());
    this.prefix = request.sharedPrefix();
    this.firstRow = tokens.size() - 1;
    this.logitsOf = request.program().firstLogitsOf();
  }

  GenerationRequest request() {
    return request;
  }

  CompletableFuture<Generation> future() {
    return future;
  }

  /** May be called by any thread; the engine drops the sequence before the next step. */
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Its number in order of arrival, which the queue gives and guards. */
  long arrival() {
    return arrival;
  }

  void arrived(long number) {
    arrival = number;
  }

  /** All tokens, computed or not: the KV cells that the sequence needs. */
  int size() {
    return tokens.size();
  }

  int promptTokens() {
    return request.tokens().length;
  }

  int generated() {
    return counts().generated();
  }

  private DecodeProgram.Counts counts() {
    return request.program().counts().orElse(new DecodeProgram.Counts(generated, replayed));
  }

  /** Tokens at the beginning that others may begin with too, and that are still its own. */
  int prefixTokens() {
    return prefix;
  }

  /** Whether another sequence begins with the same {@link #prefixTokens}. */
  boolean sharesPrefix(Sequence other) {
    return prefix > 0
        && prefix == other.prefix
        && Arrays.equals(request.tokens(), 0, prefix, other.request.tokens(), 0, prefix);
  }

  /** Tokens not in the KV cache yet; at least one while the sequence is unfinished. */
  int pending() {
    return tokens.size() - computed;
  }

  /** How many of the first tokens the KV cache holds. */
  int computed() {
    return computed;
  }

  int slot() {
    return slot;
  }

  /**
   * Gives the sequence a slot.
   *
   * @param held its first tokens that are in the KV cache there, from a sequence that {@link
   *     #holdsPrefix}
   */
  void enter(int newSlot, int held) {
    slot = newSlot;
    computed = held;
    verified = held > 0;
    stopwatch.start();
  }

  /** Takes the slot away, and with it what was computed. */
  void leave() {
    slot = NO_SLOT;
    computed = 0;
    verified = false;
    rows.clear();
  }

  /** Tokens of the prefix that are not in the KV cache yet. */
  int pendingPrefix() {
    return Math.max(0, prefix - computed);
  }

  /** Whether the KV cache holds the prefix, and logits that came of it were finite. */
  boolean holdsPrefix() {
    return prefix > 0 && verified && computed >= prefix;
  }

  /**
   * The next tokens to run.
   *
   * @param atMost tokens
   * @param mostRows rows; the chunk ends with the last of them
   */
  Chunk nextChunk(int atMost, int mostRows) {
    int to = Math.min(tokens.size(), computed + atMost);
    int from = Math.max(firstRow, computed);
    if (to - from > mostRows) {
      to = from + mostRows;
    }
    List<Wanted> wanted = new ArrayList<>(Math.max(0, to - from));
    for (int position = from; position < to; position++) {
      wanted.add(new Wanted(position, logitsOf));
    }
    int[] run = tokens.range(computed, to);
    return new Chunk(slot, computed, run, wanted, request.sampling());
  }

  /** The chunk is in the KV cache now. */
  void ran(Chunk chunk) {
    computed = chunk.end();
  }

  void read(Row.Read row) {
    verified = true;
    rows.add(row);
  }

  /** All rows since the program was last asked; tokens that were looked at aside are forgotten. */
  List<Row.Read> takeRows() {
    stopwatch.firstToken();
    List<Row.Read> taken = List.copyOf(rows);
    rows.clear();
    if (!looksAside()) {
      chosen = taken.get(taken.size() - 1).token();
    }
    forgetAside();
    return taken;
  }

  /** Forgets the tokens that were looked at aside. */
  void forgetAside() {
    tokens.truncate(tokens.size() - aside);
    computed = Math.min(computed, tokens.size());
    aside = 0;
  }

  /** Whether the tokens at the end are there to be looked at alone. */
  boolean looksAside() {
    return aside > 0;
  }

  /**
   * Where it stands.
   *
   * @param reached the limit that the token at hand reaches
   */
  Progress progress(int sequenceTokens, Optional<Limit> reached) {
    int own = size() - aside;
    return new Progress(own, generated(), sequenceTokens - own, reached);
  }

  /** Whether the deadline has passed, and the program is still to be told. */
  boolean isOverdue(long now) {
    return !deadlineTold && request.service().deadline().filter(d -> d.isPassed(now)).isPresent();
  }

  void deadlineTold() {
    deadlineTold = true;
  }

  /** Whether it is known what the model chose after the last token. */
  boolean hasChosen() {
    return chosen != NO_TOKEN;
  }

  /** What the model chose after the last token. */
  int chosen() {
    return chosen;
  }

  /** Takes the token that the model chose. */
  void take(int[] newLogitsOf) {
    generated++;
    append(new int[] {chosen}, 1, newLogitsOf);
  }

  /** Takes tokens that the program gave. */
  void append(int[] added, int wantedRows, int[] newLogitsOf) {
    run(added, wantedRows, newLogitsOf);
    chosen = NO_TOKEN;
  }

  private void run(int[] added, int wantedRows, int[] newLogitsOf) {
    rows.clear();
    tokens.add(added);
    firstRow = tokens.size() - wantedRows;
    logitsOf = newLogitsOf;
  }

  /** Takes tokens that are forgotten again once they were read. */
  void lookAside(int[] added, int[] newLogitsOf) {
    run(added, 1, newLogitsOf);
    aside = added.length;
    replayed += added.length;
  }

  /**
   * Goes on from other tokens.
   *
   * @return how many of the cached positions still hold; the cache is to be truncated to them
   */
  int replace(int[] newTokens, int wantedRows, int[] newLogitsOf) {
    boolean hadPrompt = computed >= promptTokens();
    rows.clear();
    chosen = NO_TOKEN;
    firstRow = newTokens.length - wantedRows;
    logitsOf = newLogitsOf;
    // What a row is wanted of is run in any case.
    int kept = Math.min(Math.min(tokens.commonPrefix(newTokens), computed), firstRow);
    tokens.replace(newTokens);
    // Taken over from another, it would be without the rows that are wanted of it.
    boolean hasPrefix = tokens.commonPrefix(request.tokens()) >= prefix && prefix <= firstRow;
    prefix = hasPrefix ? prefix : 0;
    replayed += newTokens.length - (hadPrompt ? kept : tokens.commonPrefix(request.tokens()));
    computed = kept;
    return kept;
  }

  /** Completes the future. Completing it again does nothing. */
  void complete(Generation.End end, Optional<String> cause) {
    DecodeProgram.Counts counts = counts();
    future.complete(
        new Generation(end, cause, counts.generated(), counts.replayed(), stopwatch.stop()));
  }
}
