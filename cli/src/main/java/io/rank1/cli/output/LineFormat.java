package io.rank1.cli.output;

import io.rank1.cli.input.PairRow;
import io.rank1.core.pair.RerankResult;

/** How the result of a pair becomes one line. */
@FunctionalInterface
public interface LineFormat {

  /** The line, without its end. */
  String line(PairRow row, RerankResult result);
}
