package io.rank1.cli.output;

import io.rank1.cli.exit.OneLine;
import io.rank1.cli.input.PairRow;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;

/**
 * A result as columns: qid and docid, or the line where there are none; score, label and finish
 * reason; and the cause when there is no score.
 */
final class TsvLines implements LineFormat {

  @Override
  public String line(PairRow row, RerankResult result) {
    StringBuilder line = new StringBuilder();
    row.ids()
        .ifPresentOrElse(
            ids -> line.append(ids.qid()).append('\t').append(ids.docid()),
            () -> line.append(row.line()));
    line.append('\t').append(result.score().map(TsvLines::score).orElse("\t"));
    line.append('\t').append(Names.of(result.finish()));
    result.failure().ifPresent(cause -> line.append('\t').append(OneLine.of(cause)));
    return line.toString();
  }

  private static String score(Score score) {
    return score.probability() + "\t" + Names.of(score.label());
  }
}
