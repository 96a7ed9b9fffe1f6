package io.rank1.cli.journal;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import java.util.Objects;
import java.util.Optional;

/**
 * What is kept in memory of a record; the rest stays in the file.
 *
 * @param offset where its line begins, in bytes
 * @param length bytes of the line without its end
 * @param finish how the pair ended
 * @param logitTrue meaningless without a score
 * @param logitFalse meaningless without a score
 * @param promptTokens tokens of the prompt
 * @param completionTokens tokens generated
 * @param cut whether the passage was cut
 */
public record JournalEntry(
    long offset,
    int length,
    FinishReason finish,
    float logitTrue,
    float logitFalse,
    int promptTokens,
    int completionTokens,
    boolean cut) {

  public JournalEntry {
    Objects.requireNonNull(finish, "finish");
  }

  static JournalEntry of(long offset, int length, RerankResult result) {
    return new JournalEntry(
        offset,
        length,
        result.finish(),
        result.score().map(Score::logitTrue).orElse(0f),
        result.score().map(Score::logitFalse).orElse(0f),
        result.tokens().prompt(),
        result.tokens().completion(),
        result.truncation().isCut());
  }

  /** The score, unless the pair has none. */
  public Optional<Score> score() {
    return finish.isScored() ? Optional.of(new Score(logitTrue, logitFalse)) : Optional.empty();
  }
}
