package io.rank1.cli.journal;

import io.rank1.core.identity.Hash128;
import io.rank1.core.listwise.CallAnswer;
import io.rank1.core.listwise.CallRecord;
import io.rank1.core.pair.TokenCounts;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A question about a list that was answered, as a journal keeps it.
 *
 * @param key what the answer belongs to
 * @param qid the query for which it was asked
 * @param query its text
 * @param docids the documents of the list, in the order in which they were shown
 * @param shown their numbers among the query's candidates, from 0
 * @param answer what the model said
 * @param reading what was made of that
 * @param finish how the answer ended
 * @param tokens token counts
 * @param share how much of each passage the prompt held, of what the reranker's own limits left
 */
public record JournalCall(
    Hash128 key,
    String qid,
    String query,
    List<String> docids,
    List<Integer> shown,
    CallAnswer answer,
    CallReading reading,
    Finish finish,
    TokenCounts tokens,
    double share)
    implements JournalLine {

  public JournalCall {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(qid, "qid");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(finish, "finish");
    Objects.requireNonNull(tokens, "tokens");
    docids = List.copyOf(docids);
    shown = List.copyOf(shown);
  }

  /**
   * A call that was computed.
   *
   * @param key the journal's key for it
   * @param query the text of its query, which a record of a call does not have
   */
  public static JournalCall of(Hash128 key, String query, CallRecord call) {
    return new JournalCall(
        key,
        call.query().orElseThrow(),
        query,
        call.passages(),
        call.shown(),
        call.answer(),
        CallReading.of(call.judgement(), call.passages()),
        new Finish(call.end().name().toLowerCase(Locale.ROOT)),
        call.tokens(),
        call.share());
  }

  /** The same answer for a list that another query, or another order of equal texts, has. */
  public JournalCall at(
      String otherQid, String otherQuery, List<String> otherDocids, CallReading otherReading) {
    return new JournalCall(
        key, otherQid, otherQuery, otherDocids, shown, answer, otherReading, finish, tokens, share);
  }

  @Override
  public String json() {
    return CallJson.ofJournal(this);
  }

  @Override
  public JournalEntry at(long offset) {
    return JournalEntry.of(offset, this);
  }
}
