package io.rank1.core.listwise.algorithm;

/** The rules for answers that are not as they should be, one each. A run counts them and tells. */
public enum Fallback {
  /** Nothing of an order could be read. */
  ORDER_UNPARSABLE("an order could not be read: its list stayed as it was"),
  /** An order did not name all of its list. */
  MISSING_APPENDED("an order lacked identifiers: they follow in the order in which they were"),
  /** An answer named something twice. */
  REPEATS_DROPPED("an answer repeated an identifier: it counts once"),
  /** An answer named what was not in its list. */
  STRANGERS_DROPPED("an answer had an identifier that was not shown: dropped"),
  /** No pick could be read. */
  PICK_UNPARSABLE("a pick could not be read: the order before it stayed"),
  /** No scores could be read. */
  GROUP_UNPARSABLE("the scores of a group could not be read: they do not count"),
  /** Scores were read, but not for all of the group. */
  SCORES_MISSING("the scores of a group lacked passages: the round does not count for these"),
  /** A score was beyond its scale. */
  SCORES_BEYOND_SCALE("a score was beyond its scale: dropped"),
  /** A pattern was given up. */
  PATTERN_GIVEN_UP("a pattern took too long on an answer: it was taken as not found"),
  /** An answer was longer than what is searched. */
  ANSWER_TOO_LONG("an answer was too long: only its end was looked at");

  private final String text;

  Fallback(String text) {
    this.text = text;
  }

  /** What happened, and what was made of it, in one line. */
  public String text() {
    return text;
  }
}
