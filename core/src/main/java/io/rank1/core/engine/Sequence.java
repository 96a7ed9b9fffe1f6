package io.rank1.core.engine;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Output;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One pair on its way through the engine: its tokens, how many of them the KV cache holds, and the
 * chain so far. Prefill and decoding are the same to it: what is not computed yet is to be run.
 *
 * <p>Only the engine's thread touches it, but for the future.
 */
final class Sequence {

  /** What the tokens are there for. */
  enum Phase {
    /** The model writes its reasoning. */
    REASONING,
    /** The tokens end in a {@code </think>} that we put there; one more output decides. */
    ANSWER_FORCED
  }

  private static final int NO_SLOT = -1;

  private final FittedPrompt prompt;
  private final CompletableFuture<RerankResult> future = new CompletableFuture<>();
  private final Stopwatch stopwatch = new Stopwatch();
  private final ChainText chain = new ChainText();
  private final TokenList tokens;

  private int head;
  private int completion;
  private int forced;
  private int computed;
  private int slot = NO_SLOT;
  private boolean sound;
  private Phase phase = Phase.REASONING;
  private FinishReason finish = FinishReason.ANSWERED;
  private Optional<Score> decision = Optional.empty();

  Sequence(FittedPrompt prompt) {
    this.prompt = prompt;
    this.tokens = new TokenList(prompt.tokens());
    this.head = prompt.headTokens();
  }

  CompletableFuture<RerankResult> future() {
    return future;
  }

  ChainText chain() {
    return chain;
  }

  Phase phase() {
    return phase;
  }

  /** The prompt, and text behind it. */
  SegmentedText promptWith(SegmentedText continuation) {
    return prompt.prompt().segments().plus(continuation);
  }

  /** All tokens, computed or not: the KV cells that the sequence needs. */
  int size() {
    return tokens.size();
  }

  int promptTokens() {
    return prompt.tokens().length;
  }

  int completionTokens() {
    return completion;
  }

  /** Tokens at the beginning that every pair with this query has, and that are still its own. */
  int headTokens() {
    return head;
  }

  /** Whether another sequence begins with the same {@link #headTokens}. */
  boolean sharesHead(Sequence other) {
    return head > 0
        && head == other.head
        && Arrays.equals(prompt.tokens(), 0, head, other.prompt.tokens(), 0, head);
  }

  /** Tokens not in the KV cache yet; at least one while the sequence is unfinished. */
  int pending() {
    return tokens.size() - computed;
  }

  int slot() {
    return slot;
  }

  /**
   * Gives the sequence a slot.
   *
   * @param held its first tokens that are in the KV cache there, from a sequence that {@link
   *     #holdsHead}
   */
  void enter(int newSlot, int held) {
    slot = newSlot;
    computed = held;
    sound = held > 0;
    stopwatch.start();
  }

  /** Takes the slot away, and with it what was computed. */
  void leave() {
    slot = NO_SLOT;
    computed = 0;
    sound = false;
  }

  /** Tokens of the head that are not in the KV cache yet. */
  int pendingHead() {
    return Math.max(0, head - computed);
  }

  /** The model's output upon what is in the KV cache could be used. */
  void outputWasSound() {
    sound = true;
  }

  /** Whether the KV cache holds the head, and an output that could be used came of it. */
  boolean holdsHead() {
    return head > 0 && sound && computed >= head;
  }

  /** The next tokens to run, at most this many. */
  Chunk nextChunk(int atMost) {
    int to = Math.min(tokens.size(), computed + atMost);
    return new Chunk(slot, computed, tokens.range(computed, to), outputAt(to));
  }

  private Output outputAt(int to) {
    if (to < tokens.size()) {
      return Output.NONE;
    }
    boolean decides = phase == Phase.ANSWER_FORCED || chain.state() == ChainText.State.DECIDING;
    return decides ? Output.DECISION : Output.NEXT_TOKEN;
  }

  /** The chunk is in the KV cache now. */
  void ran(Chunk chunk) {
    computed = chunk.start() + chunk.tokens().length;
  }

  /** Appends a generated token. */
  ChainText.State append(int token, byte[] piece, boolean isSpecial) {
    stopwatch.firstToken();
    tokens.add(token);
    completion++;
    return isSpecial ? chain.appendSpecial(piece) : chain.append(piece);
  }

  /** Keeps the logits read right after {@code </think>}. */
  void decide(Score score) {
    decision = Optional.of(score);
  }

  Optional<Score> decision() {
    return decision;
  }

  /**
   * Goes on from other tokens that end in {@code </think>}.
   *
   * @return how many of the cached positions still hold; the cache is to be truncated to them
   */
  int force(int[] newTokens, FinishReason reason) {
    // The last token is run in any case: its output is what decides.
    int kept = Math.min(Math.min(tokens.commonPrefix(newTokens), computed), newTokens.length - 1);
    tokens.replace(newTokens);
    boolean hasHead = tokens.commonPrefix(prompt.tokens()) >= head && head < newTokens.length;
    head = hasHead ? head : 0;
    computed = kept;
    forced = newTokens.length - kept;
    phase = Phase.ANSWER_FORCED;
    finish = reason;
    return kept;
  }

  /** Completes the future with a score. */
  void finish(Score score) {
    complete(finish, Optional.of(score), Optional.empty());
  }

  /** Completes the future without a score. */
  void finishWithout(FinishReason reason, String cause) {
    complete(reason, Optional.empty(), Optional.of(cause));
  }

  private void complete(FinishReason reason, Optional<Score> score, Optional<String> failure) {
    future.complete(
        new RerankResult(
            reason,
            score,
            failure,
            chain.reasoning(),
            new TokenCounts(promptTokens(), completion, forced),
            prompt.truncation(),
            stopwatch.stop()));
  }
}
