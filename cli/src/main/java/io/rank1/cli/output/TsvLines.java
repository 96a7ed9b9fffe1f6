package io.rank1.cli.output;

import io.rank1.cli.input.PairIds;
import io.rank1.cli.input.PairRow;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.text.PlainText;
import java.util.Optional;

/**
 * A result as columns: qid and docid, or the line where there are none; score, label and finish
 * reason; and the cause when there is no score.
 */
public final class TsvLines implements LineFormat {

  @Override
  public String line(PairRow row, RerankResult result) {
    return line(
        row.ids(),
        row.line(),
        result.score().map(Relevance::of),
        Names.of(result.finish()),
        result.failure().orElse(""));
  }

  /**
   * One line, without its end.
   *
   * @param line what stands for the pair when it has no identifiers
   * @param finish the finish reason, as results name it
   * @param cause why there is no score; empty when there is one
   */
  public static String line(
      Optional<PairIds> ids, long line, Optional<Relevance> score, String finish, String cause) {
    StringBuilder text = new StringBuilder();
    ids.ifPresentOrElse(
        known -> text.append(known.qid()).append('\t').append(known.docid()),
        () -> text.append(line));
    text.append('\t').append(score.map(TsvLines::columns).orElse("\t"));
    text.append('\t').append(finish);
    if (!cause.isEmpty()) {
      text.append('\t').append(PlainText.line(cause));
    }
    return text.toString();
  }

  private static String columns(Relevance score) {
    return score.probability() + "\t" + score.label();
  }
}
