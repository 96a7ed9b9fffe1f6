package io.rank1.cli;

import io.rank1.cli.scoring.Scorer;
import java.io.PrintWriter;

/** What a user should know about model and machine before the scores. */
final class Notices {

  private Notices() {}

  /** Prints them, one line each, on standard error. */
  static void print(Scorer scorer, PrintWriter err) {
    scorer.notices().forEach(notice -> err.println("rank1: note: " + notice));
    err.flush();
  }
}
