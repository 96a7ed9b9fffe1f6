package io.rank1.cli.results;

import io.rank1.cli.output.JsonLines;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One object: P(true), or the score of a ranking by lists, by docid by qid, one qid a line.
 * Passages without a score are left out. mteb 1 reads that as previous_results; mteb 2 has it below
 * a subset and a split, beside the model's name, and reads that by convert_to_reranking.
 */
final class MtebFormat implements ResultFormat {

  private static final String SUBSET = "default";
  private static final String SPLIT = "test";

  private final String beginning;
  private final String end;
  private String before;

  private MtebFormat(String beginning, String end) {
    this.beginning = beginning;
    this.end = end;
    this.before = beginning;
  }

  /** Of mteb up to 1.x. */
  static MtebFormat ofVersion1() {
    return new MtebFormat("{", "}");
  }

  /**
   * Of mteb 2, as predictions for the split test of a task with one subset.
   *
   * @param model what the model is called
   */
  static MtebFormat ofVersion2(String model) {
    String meta =
        JsonLines.object(
            json -> {
              json.writeObjectPropertyStart("mteb_model_meta");
              json.writeStringProperty("model_name", model);
              json.writeNullProperty("revision");
              json.writeEndObject();
            });
    return new MtebFormat(
        String.format(
            Locale.ROOT,
            "%s,\"%s\":{\"%s\":{",
            meta.substring(0, meta.length() - 1),
            SUBSET,
            SPLIT),
        "}}}");
  }

  @Override
  public Order order() {
    return Order.RANKED;
  }

  @Override
  public void write(List<ResultRow> rows, Writer out) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    String line =
        JsonLines.object(
            json -> {
              json.writeObjectPropertyStart(rows.get(0).requireIds().qid());
              double above = Double.POSITIVE_INFINITY;
              for (ResultRow row : rows) {
                Optional<Double> score = row.mtebScore();
                if (score.isPresent()) {
                  above = row.list().isPresent() ? below(above, score.get()) : score.get();
                  json.writeNumberProperty(row.requireIds().docid(), above);
                }
              }
              json.writeEndObject();
            });
    out.write(before + "\n" + line.substring(1, line.length() - 1));
    before = ",";
  }

  /** Lists give equal scores, and their order is to be read all the same. */
  private static double below(double above, double score) {
    return (float) score < (float) above ? score : Math.nextDown((float) above);
  }

  @Override
  public void end(Writer out) throws IOException {
    out.write(before.equals(beginning) ? beginning + end + "\n" : "\n" + end + "\n");
  }
}
