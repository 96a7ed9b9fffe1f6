package io.rank1.cli.view;

import io.rank1.core.cascade.Pass;
import io.rank1.core.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A file as a whole: totals, and the best passages of each query. */
public final class Overview {

  private static final int BEST = 3;
  private static final int NAME = 9; // columns
  private static final String INDENT = "    ";

  private final Catalogue catalogue;
  private final Screen screen;

  /**
   * @param catalogue what is shown
   * @param screen how it is shown
   */
  public Overview(Catalogue catalogue, Screen screen) {
    this.catalogue = catalogue;
    this.screen = screen;
  }

  /**
   * The text, without the last line's end.
   *
   * @param limit how many queries are shown at most
   */
  public String text(int limit) {
    List<String> lines = new ArrayList<>();
    addFacts(lines);
    addTotals(lines);
    List<QueryDigest> shown = catalogue.queries().stream().limit(limit).toList();
    for (QueryDigest query : shown) {
      lines.add("");
      addQuery(lines, query);
    }
    int left = catalogue.queries().size() - shown.size();
    if (left > 0) {
      lines.add("");
      lines.add(Figures.count(left, "more query") + "; --limit shows them, --qid all of one");
    }
    return String.join("\n", lines);
  }

  private void addFacts(List<String> lines) {
    FileFacts facts = catalogue.facts();
    addFact(lines, "file", facts.kind().name().toLowerCase(Locale.ROOT));
    addFact(lines, "model", String.join(", ", facts.models()));
    addFact(lines, "runtime", String.join(", ", facts.runtimes()));
  }

  private void addTotals(List<String> lines) {
    List<Standing> all =
        catalogue.queries().stream().flatMap(query -> query.standings().stream()).toList();
    Totals totals = Totals.of(all);
    addFact(lines, "queries", String.format(Locale.ROOT, "%,d", catalogue.queries().size()));
    addFact(
        lines,
        "pairs",
        String.format(
            Locale.ROOT,
            "%,d: %,d %s, %,d failed",
            totals.pairs(),
            totals.hasLabels() ? totals.scored() : totals.ranked(),
            totals.hasLabels() ? "scored" : "ranked by lists",
            totals.failed()));
    if (totals.hasLabels()) {
      addFact(lines, "labels", labels(totals));
    }
    addFact(lines, "finish", finishes(totals));
    if (!totals.decisions().isEmpty()) {
      addFact(lines, "cascade", decisions(totals));
    }
  }

  private static String labels(Totals totals) {
    long irrelevant = totals.scored() - totals.relevant();
    return Figures.percent(totals.relevant(), totals.scored())
        + " true, "
        + Figures.percent(irrelevant, totals.scored())
        + " false";
  }

  private static String finishes(Totals totals) {
    return totals.finishes().entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%,d %s", e.getValue(), e.getKey().name()))
        .collect(Collectors.joining(", "));
  }

  private String decisions(Totals totals) {
    String counts =
        String.format(
            Locale.ROOT,
            "%,d decided by thinking, %,d by the first pass",
            totals.decisions().getOrDefault(Pass.THINKING, 0L),
            totals.decisions().getOrDefault(Pass.DIRECT, 0L));
    List<String> models = catalogue.facts().firstModels();
    return models.isEmpty() ? counts : counts + " of " + String.join(", ", models);
  }

  private void addFact(List<String> lines, String name, String value) {
    String head = String.format(Locale.ROOT, "%-" + NAME + "s", name);
    for (String part : Columns.wrap(Columns.flow(value), screen.width() - NAME)) {
      lines.add(screen.palette().paint(Palette.Ink.FAINT, head) + part);
      head = " ".repeat(NAME);
    }
  }

  private void addQuery(List<String> lines, QueryDigest query) {
    Totals totals = Totals.of(query.standings());
    String counts =
        totals.hasLabels()
            ? "(" + totals.relevant() + " of " + totals.pairs() + " true"
            : "(" + totals.ranked() + " ranked by lists";
    counts += totals.failed() > 0 ? ", " + totals.failed() + " failed)" : ")";
    String name = PlainText.line(query.name());
    int room = screen.width() - Columns.of(name) - counts.length() - 4;
    String text = Columns.cut(Columns.flow(query.query()), Math.max(20, room));
    lines.add(
        screen.palette().paint(Palette.Ink.HEADING, name)
            + "  "
            + text
            + "  "
            + screen.palette().paint(Palette.Ink.FAINT, counts));
    lines.add(INDENT + best(query.standings()));
  }

  private String best(List<Standing> standings) {
    List<String> best = new ArrayList<>();
    for (Standing standing : standings.stream().limit(BEST).toList()) {
      String score =
          screen
              .palette()
              .paint(Figures.ink(standing.relevance()), Figures.probability(standing.relevance()));
      String move = Figures.move(screen.palette(), best.size() + 1, standing);
      best.add(score + " " + PlainText.line(standing.name()) + (move.isEmpty() ? "" : " " + move));
    }
    return best.stream().collect(Collectors.joining("   "));
  }
}
