package io.rank1.cli.input;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.profile.PromptRules.TitlePlace;
import java.util.Objects;
import java.util.Optional;

/**
 * A pair of a table.
 *
 * @param line its line, from 1
 * @param ids its identifiers, where the table has them
 * @param request what to score
 */
public record PairRow(long line, Optional<PairIds> ids, RerankRequest request) {

  public PairRow {
    Objects.requireNonNull(ids, "ids");
    Objects.requireNonNull(request, "request");
    if (line < 1) {
      throw new IllegalArgumentException("lines count from 1: " + line);
    }
  }

  /** The same with the passage's title where prompts have it. */
  PairRow with(TitlePlace titles) {
    return new PairRow(line, ids, request.withPassage(titles.put(request.titledPassage())));
  }
}
