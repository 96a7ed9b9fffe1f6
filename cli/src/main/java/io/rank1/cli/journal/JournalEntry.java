package io.rank1.cli.journal;

import io.rank1.cli.output.Relevance;
import java.util.Objects;
import java.util.Optional;

/**
 * What a scan tells of a record; the rest stays in the file.
 *
 * @param offset where its line begins, in bytes
 * @param finish how the pair ended
 * @param relevance what its score says, unless it has none
 * @param promptTokens tokens of the prompt
 * @param completionTokens tokens generated
 * @param cut whether the passage was cut
 */
public record JournalEntry(
    long offset,
    Finish finish,
    Optional<Relevance> relevance,
    int promptTokens,
    int completionTokens,
    boolean cut) {

  public JournalEntry {
    Objects.requireNonNull(relevance, "relevance");
    Outcome.requireAgreement(finish, relevance.isPresent());
  }

  static JournalEntry of(long offset, Outcome outcome) {
    return new JournalEntry(
        offset,
        outcome.finish(),
        outcome.evidence().map(Evidence::relevance),
        outcome.tokens().prompt(),
        outcome.tokens().completion(),
        outcome.truncation().isCut());
  }

  /** What orders a list is no score of a pair. */
  static JournalEntry of(long offset, JournalCall call) {
    return new JournalEntry(
        offset,
        call.finish(),
        Optional.empty(),
        call.tokens().prompt(),
        call.tokens().completion(),
        call.share() < 1);
  }
}
