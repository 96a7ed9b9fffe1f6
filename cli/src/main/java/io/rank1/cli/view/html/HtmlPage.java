package io.rank1.cli.view.html;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.view.QueryRanking;
import io.rank1.cli.view.Rankings;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.exc.JacksonIOException;

/** Rankings as a page for a browser. */
public final class HtmlPage implements Page {

  /** How many characters of text a page may hold, in millions: more is slow in a browser. */
  public static final int MOST_MILLION_CHARACTERS = 100;

  private static final double MILLION = 1e6;

  private final String title;
  private final Rankings rankings;

  /**
   * @param title the name of the file that holds the results
   * @param rankings what the page shows
   */
  public HtmlPage(String title, Rankings rankings) {
    this.title = title;
    this.rankings = rankings;
  }

  /**
   * Refuses what is too long for a page.
   *
   * @param name the results' file
   * @param chars the length of all texts
   * @throws CommandException when they are too long
   */
  public static void requireRoom(String name, long chars) {
    if (chars > MOST_MILLION_CHARACTERS * MILLION) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "%s: too much for a page: %,.0f million characters, and %d are the most;"
                  + " choose fewer queries by --limit, or one by --qid",
              name,
              Math.ceil(chars / MILLION),
              MOST_MILLION_CHARACTERS));
    }
  }

  @Override
  public void write(Writer out) throws IOException {
    try {
      new PageTemplate().write(out, place -> fill(out, place));
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private void fill(Writer out, String place) throws IOException {
    switch (place) {
      case "title" -> out.write(Page.escaped(title));
      case "index" -> PageData.writeIndex(out, title, rankings);
      case "rankings" -> {
        List<QueryRanking> queries = rankings.queries();
        for (int i = 0; i < queries.size(); i++) {
          out.write("<script type=\"application/json\" id=\"ranking-" + i + "\">");
          PageData.writeRanking(out, queries.get(i));
          out.write("</script>\n");
        }
      }
      default -> throw new IllegalStateException("nothing belongs at " + place);
    }
  }
}
