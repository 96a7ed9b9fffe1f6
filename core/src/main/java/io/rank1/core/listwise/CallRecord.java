package io.rank1.core.listwise;

import io.rank1.core.identity.Hash128;
import io.rank1.core.listwise.algorithm.Judgement;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One call that was computed.
 *
 * @param key what it is known by: the method's recipe, and all texts of query and passages in order
 * @param query the caller's name for the query
 * @param shown numbers of candidates, in the order in which they were shown
 * @param passages the caller's names for them, in the same order
 * @param answer what the model said
 * @param judgement what was read of it
 * @param end how the answer ended
 * @param tokens the forced ones are those that were written for the model
 * @param share how much of each passage the prompt holds, of what the method's own limits left
 */
public record CallRecord(
    Hash128 key,
    Optional<String> query,
    List<Integer> shown,
    List<String> passages,
    CallAnswer answer,
    Judgement judgement,
    End end,
    TokenCounts tokens,
    double share,
    Timings timings) {

  /** How an answer ends. */
  public enum End {
    /** With a text that ends answers. */
    STOP_TEXT,
    /** The model ended its text. */
    END_OF_TEXT,
    /** It had as many tokens as it may have. */
    BUDGET,
    /** Nothing was written: logits are all that was wanted. */
    LOGITS
  }

  public CallRecord {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(query, "query");
    shown = List.copyOf(shown);
    passages = List.copyOf(passages);
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(judgement, "judgement");
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(tokens, "tokens");
    Objects.requireNonNull(timings, "timings");
  }
}
