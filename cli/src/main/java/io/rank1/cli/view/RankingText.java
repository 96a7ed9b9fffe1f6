package io.rank1.cli.view;

import io.rank1.core.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ranking of a query for a terminal, with the reasoning behind every place. */
public final class RankingText {

  /** How much of the passages is shown. */
  private enum Passage {
    START,
    WHOLE
  }

  private static final int STARTING_LINES = 3;
  private static final int STARTING_CHARS = 4000; // more than three lines of any terminal
  private static final String INDENT = "      ";
  private static final String MORE = " …";

  private final QueryRanking query;
  private final Screen screen;

  /**
   * @param query what is shown
   * @param screen how it is shown
   */
  public RankingText(QueryRanking query, Screen screen) {
    this.query = query;
    this.screen = screen;
  }

  /**
   * The query and its passages, each with its first lines and all of its reasoning.
   *
   * @param limit how many passages are shown at most
   */
  public String ranking(int limit) {
    List<String> lines = head();
    List<RankedPair> shown = query.pairs().stream().limit(limit).toList();
    shown.forEach(pair -> addPair(lines, pair, Passage.START));
    int left = query.pairs().size() - shown.size();
    if (left > 0) {
      lines.add("");
      lines.add(Figures.count(left, "more passage") + "; --limit shows them");
    }
    return String.join("\n", lines);
  }

  /**
   * The query and one passage, whole; nothing when there is no such passage.
   *
   * @param docid its docid, or its line where the table had no identifiers
   */
  public Optional<String> passage(String docid) {
    List<String> lines = head();
    int before = lines.size();
    query.pairs().stream()
        .filter(pair -> pair.standing().isCalled(docid))
        .forEach(pair -> addPair(lines, pair, Passage.WHOLE));
    return lines.size() == before ? Optional.empty() : Optional.of(String.join("\n", lines));
  }

  private List<String> head() {
    List<String> lines = new ArrayList<>();
    lines.add(paint(Palette.Ink.HEADING, PlainText.line(query.name())));
    addWrapped(lines, query.query().strip(), "");
    if (!query.instruction().isEmpty()) {
      lines.add(paint(Palette.Ink.FAINT, "instruction"));
      addWrapped(lines, query.instruction().strip(), "");
    }
    Totals totals = Totals.of(query.pairs().stream().map(RankedPair::standing).toList());
    String counts =
        totals.hasLabels()
            ? String.format(Locale.ROOT, "%,d scored, %,d true", totals.scored(), totals.relevant())
            : String.format(Locale.ROOT, "%,d ranked by lists", totals.ranked());
    String all = Figures.count(totals.pairs(), "passage") + ": ";
    lines.add(paint(Palette.Ink.FAINT, all + counts));
    return lines;
  }

  private void addPair(List<String> lines, RankedPair pair, Passage passage) {
    lines.add("");
    lines.add(title(pair));
    pair.standing()
        .passes()
        .ifPresent(
            passes ->
                addNote(lines, Palette.Ink.FAINT, Figures.passes(passes, pair.firstPassRank())));
    PairTexts texts = pair.texts();
    String start = start(texts.passage());
    if (start.isEmpty()) {
      lines.add(INDENT + paint(Palette.Ink.FAINT, "(empty passage)"));
    } else if (passage == Passage.WHOLE) {
      addWrapped(lines, texts.passage(), INDENT);
    } else {
      addStart(lines, start);
    }
    texts.error().ifPresent(cause -> addNote(lines, Palette.Ink.BAD, "not scored: " + cause));
    if (texts.truncated()) {
      addNote(lines, Palette.Ink.WARNING, "the model saw the start of the passage only");
    }
    String tokens = Figures.count(texts.completionTokens(), "token");
    List<Samples.Chain> chains = texts.samples().chains();
    if (!chains.isEmpty()) {
      addNote(lines, Palette.Ink.FAINT, Figures.count(chains.size(), "sample") + ", " + tokens);
      chains.forEach(chain -> lines.add(INDENT + "  " + line(chain)));
    }
    if (!texts.reasoning().isBlank()) {
      String whose = chains.isEmpty() ? ", " + tokens : " of the sample nearest to the mean";
      lines.add(INDENT + paint(Palette.Ink.FAINT, "reasoning" + whose));
      addWrapped(lines, texts.reasoning().strip(), INDENT + "  ");
    }
  }

  private String line(Samples.Chain chain) {
    Palette.Ink ink = Figures.ink(chain.relevance());
    List<String> cells = new ArrayList<>();
    cells.add(paint(ink, Figures.probability(chain.relevance())));
    cells.add(paint(ink, padded(Figures.label(chain.relevance()))));
    cells.add(Figures.count(chain.tokens(), "token"));
    chain.finish().ifPresent(finish -> cells.add(finish.name()));
    return String.join("  ", cells);
  }

  private String title(RankedPair pair) {
    Standing standing = pair.standing();
    List<String> cells = new ArrayList<>();
    cells.add(String.format(Locale.ROOT, "%4d", pair.rank()));
    Palette.Ink ink = Figures.ink(standing.relevance());
    cells.add(paint(ink, Figures.probability(standing.relevance())));
    pair.texts().samples().spread().ifPresent(spread -> cells.add("±" + Figures.fraction(spread)));
    cells.add(paint(ink, padded(Figures.label(standing.relevance()))));
    cells.add(paint(Palette.Ink.HEADING, PlainText.line(standing.name())));
    cells.add(Figures.move(screen.palette(), pair.rank(), standing));
    cells.add(paint(Palette.Ink.WARNING, Figures.finish(standing)));
    cells.removeIf(String::isEmpty);
    return String.join("  ", cells);
  }

  private static String padded(String label) {
    return String.format(Locale.ROOT, "%-5s", label);
  }

  private void addStart(List<String> lines, String start) {
    int width = screen.width() - INDENT.length();
    List<String> wrapped = Columns.wrap(start, width);
    int count = Math.min(STARTING_LINES, wrapped.size());
    wrapped.subList(0, count - 1).forEach(line -> lines.add(INDENT + line));
    String last = wrapped.get(count - 1);
    lines.add(INDENT + (count == wrapped.size() ? last : Columns.cut(last + MORE, width)));
  }

  /** What is seen of a passage's beginning, on one line; empty when nothing is ever seen. */
  private static String start(String passage) {
    String text = passage.strip();
    String start = "";
    int end = 0;
    while (start.isEmpty() && end < text.length()) {
      int from = end;
      end = Math.min(text.length(), from + STARTING_CHARS);
      end -= end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
      start = Columns.flow(text.substring(from, end));
    }
    return end < text.length() ? start + MORE : start;
  }

  private void addNote(List<String> lines, Palette.Ink ink, String note) {
    Columns.wrap(Columns.flow(note), screen.width() - INDENT.length())
        .forEach(line -> lines.add(INDENT + paint(ink, line)));
  }

  private void addWrapped(List<String> lines, String text, String indent) {
    Columns.wrap(PlainText.lines(text), screen.width() - indent.length())
        .forEach(line -> lines.add((indent + line).stripTrailing()));
  }

  private String paint(Palette.Ink ink, String text) {
    return screen.palette().paint(ink, text);
  }
}
