package io.rank1.cli.view;

/** Colours of a terminal, or none. */
public enum Palette {
  PLAIN,
  COLOURED;

  private static final String RESET = "\u001b[0m";

  /** What a piece of text is. */
  enum Ink {
    HEADING("1"),
    GOOD("32"),
    BAD("31"),
    WARNING("33"),
    FAINT("2");

    private final String code;

    Ink(String code) {
      this.code = code;
    }
  }

  /** The text in a colour; what is empty stays empty. */
  String paint(Ink ink, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + ink.code + "m" + text + RESET;
  }
}
