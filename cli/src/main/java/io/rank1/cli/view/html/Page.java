package io.rank1.cli.view.html;

import java.io.IOException;
import java.io.Writer;

/** A page for a browser, in one file that loads nothing. */
public interface Page {

  /**
   * Writes the page.
   *
   * @param out not closed
   * @throws IOException when it cannot be written
   */
  void write(Writer out) throws IOException;

  /** A text as markup shows it. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
