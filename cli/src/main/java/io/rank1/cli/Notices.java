package io.rank1.cli;

import io.rank1.cli.scoring.Scorer;
import java.io.PrintWriter;
import java.util.List;

/** What a user should know about model and machine before the scores. */
final class Notices {

  private Notices() {}

  /** Prints them, one line each, on standard error. */
  static void print(Scorer scorer, PrintWriter err) {
    print(scorer.notices(), err);
  }

  /** The same for notices from elsewhere. */
  static void print(List<String> notices, PrintWriter err) {
    notices.forEach(notice -> print(notice, err));
  }

  /** Prints one of them. */
  static void print(String notice, PrintWriter err) {
    err.println("rank1: note: " + notice);
    err.flush();
  }
}
