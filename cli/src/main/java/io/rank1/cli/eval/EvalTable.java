package io.rank1.cli.eval;

import io.rank1.cli.output.TextGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A report as a table: a row a run, a column a measure. */
public final class EvalTable {

  /** Which rows there are. */
  public enum Detail {
    MEANS,
    BY_QUERY
  }

  private static final String ALL_TOPICS = "all"; // trec_eval's word
  private static final String NO_VALUE = "-";

  private final EvalReport report;
  private final Detail detail;

  /**
   * @param report what is shown
   * @param detail whether the values of every query come before the means
   */
  public EvalTable(EvalReport report, Detail detail) {
    this.report = report;
    this.detail = detail;
  }

  /** The table, without the last line's end. */
  public String text() {
    TextGrid grid = new TextGrid(detail == Detail.MEANS ? 1 : 2);
    grid.add(row("run", "qid", Measure::toString));
    for (RunScores run : report.runs()) {
      if (detail == Detail.BY_QUERY) {
        addQueries(grid, run);
      }
      grid.add(row(run.run(), ALL_TOPICS, measure -> FourDecimals.of(run.mean(measure))));
      if (run != report.baseline()) {
        grid.add(row("  p against " + report.baseline().run(), "", m -> pValue(run, m)));
      }
    }
    return grid.text();
  }

  private void addQueries(TextGrid grid, RunScores run) {
    for (int i = 0; i < run.topics().size(); i++) {
      int topic = i;
      grid.add(
          row(
              run.run(),
              run.topics().get(topic),
              measure -> FourDecimals.of(run.values().get(measure).get(topic))));
    }
  }

  private String pValue(RunScores run, Measure measure) {
    return report.pValue(run, measure).stream()
        .mapToObj(FourDecimals::of)
        .findFirst()
        .orElse(NO_VALUE);
  }

  private List<String> row(String run, String topic, Function<Measure, String> cell) {
    List<String> row = new ArrayList<>();
    row.add(run);
    if (detail == Detail.BY_QUERY) {
      row.add(topic);
    }
    report.measures().stream().map(cell).forEach(row::add);
    return row;
  }
}
