package io.rank1.cli.job;

import io.rank1.cli.journal.PairPlace;
import io.rank1.core.pair.RerankRequest;
import java.util.Objects;

/**
 * A pair of a job's input.
 *
 * @param place where it stands
 * @param request what to score
 */
public record JobPair(PairPlace place, RerankRequest request) {

  public JobPair {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(request, "request");
  }

  /** What pairs of one query have in common. */
  String query() {
    return place.ids().map(ids -> ids.qid()).orElse(request.query());
  }
}
