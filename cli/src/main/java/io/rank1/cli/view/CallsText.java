package io.rank1.cli.view;

import io.rank1.core.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Calls about lists for a terminal: what was shown, what moved, and what the model said. */
public final class CallsText {

  private static final String INDENT = "      ";

  private final QueryCalls calls;
  private final Screen screen;

  /**
   * @param calls what is shown
   * @param screen how it is shown
   */
  public CallsText(QueryCalls calls, Screen screen) {
    this.calls = calls;
    this.screen = screen;
  }

  /** A line per query, with what its calls took. */
  public String overview() {
    List<String> lines = new ArrayList<>();
    calls.queries().forEach((qid, all) -> lines.add(head(qid, all)));
    lines.add("");
    lines.add("--qid shows the calls of one query");
    return String.join("\n", lines);
  }

  /**
   * The queries with their calls.
   *
   * @param limit how many calls of a query are shown at most
   */
  public String calls(int limit) {
    List<String> lines = new ArrayList<>();
    calls
        .queries()
        .forEach(
            (qid, all) -> {
              lines.add(head(qid, all));
              for (int i = 0; i < Math.min(limit, all.size()); i++) {
                addCall(lines, i + 1, all.get(i));
              }
              if (all.size() > limit) {
                lines.add("");
                lines.add(
                    Figures.count(all.size() - (long) limit, "more call") + "; --limit shows them");
              }
            });
    return String.join("\n", lines);
  }

  private String head(String qid, List<CallLine> all) {
    long tokens = all.stream().mapToLong(CallLine::completionTokens).sum();
    long repaired = all.stream().filter(call -> !call.fallbacks().isEmpty()).count();
    String counts = "(" + Figures.count(all.size(), "call") + ", " + Figures.count(tokens, "token");
    counts += repaired == 0 ? ")" : ", " + repaired + " with fall-backs)";
    String name = PlainText.line(qid);
    int room = screen.width() - Columns.of(name) - counts.length() - 4;
    String text = Columns.cut(Columns.flow(all.get(0).query()), Math.max(20, room));
    return paint(Palette.Ink.HEADING, name) + "  " + text + "  " + paint(Palette.Ink.FAINT, counts);
  }

  private void addCall(List<String> lines, int number, CallLine call) {
    lines.add("");
    lines.add(
        paint(Palette.Ink.HEADING, String.format(Locale.ROOT, "%4d", number))
            + "  "
            + paint(
                Palette.Ink.FAINT,
                call.docids().size()
                    + " shown, "
                    + Figures.count(call.completionTokens(), "token")
                    + ", read: "
                    + PlainText.line(call.read())));
    addWrapped(lines, "shown  " + String.join("  ", call.docids()));
    addWrapped(lines, "now    " + now(call));
    if (!call.fallbacks().isEmpty()) {
      note(lines, "fall-backs: " + String.join(", ", call.fallbacks()));
    }
    if (call.truncated()) {
      note(lines, "the passages were shortened to fit");
    }
    if (!call.logits().isEmpty()) {
      addWrapped(lines, "logits " + String.join("  ", call.logits()));
    }
    call.answer()
        .filter(answer -> !answer.isBlank())
        .ifPresent(
            answer -> {
              lines.add(INDENT + paint(Palette.Ink.FAINT, "answer"));
              addWrapped(lines, answer.strip());
            });
  }

  /** The list as the answer has it, with the places by which each document moved. */
  public static String now(CallLine call) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < call.order().size(); i++) {
      String docid = call.order().get(i);
      int before = call.docids().indexOf(docid) + 1;
      String value = i < call.values().size() ? " " + call.values().get(before - 1) : "";
      boolean isMoved = before > 0 && !call.read().equals("pick");
      cells.add(docid + value + (isMoved ? " " + Move.text(i + 1, before) : ""));
    }
    return cells.isEmpty() ? "as shown: nothing could be read" : String.join("  ", cells);
  }

  private void note(List<String> lines, String note) {
    lines.add(INDENT + paint(Palette.Ink.WARNING, PlainText.line(note)));
  }

  private void addWrapped(List<String> lines, String text) {
    Columns.wrap(PlainText.lines(text), screen.width() - INDENT.length())
        .forEach(line -> lines.add((INDENT + line).stripTrailing()));
  }

  private String paint(Palette.Ink ink, String text) {
    return screen.palette().paint(ink, text);
  }
}
