package io.rank1.cli.journal;

import io.rank1.core.identity.Hash128;
import io.rank1.core.pair.RerankRequest;
import java.util.Objects;

/**
 * A pair that is done.
 *
 * @param key what the result belongs to
 * @param place where the pair that was scored stood
 * @param request the pair
 * @param result what became of it
 */
public record JournalRecord(Hash128 key, PairPlace place, RerankRequest request, Outcome result)
    implements JournalLine {

  public JournalRecord {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(result, "result");
  }

  /** The same for another place. */
  public JournalRecord at(PairPlace other) {
    return new JournalRecord(key, other, request, result);
  }

  @Override
  public String json() {
    return RecordJson.of(this);
  }

  @Override
  public JournalEntry at(long offset) {
    return JournalEntry.of(offset, result);
  }
}
