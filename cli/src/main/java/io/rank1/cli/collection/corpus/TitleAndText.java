package io.rank1.cli.collection.corpus;

/** How title and text make a passage. */
final class TitleAndText {

  private TitleAndText() {}

  /** Both with a blank between, as rank1 was trained; one alone where the other is blank. */
  static String join(String title, String text) {
    if (title.isBlank()) {
      return text;
    }
    return text.isBlank() ? title : title + " " + text;
  }
}
