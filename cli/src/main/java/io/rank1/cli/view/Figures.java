package io.rank1.cli.view;

import io.rank1.cli.output.Names;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Label;
import io.rank1.core.pair.Score;
import java.util.Locale;
import java.util.Optional;

/** How standings are written in a terminal. */
final class Figures {

  private static final String NO_SCORE = "-";

  private Figures() {}

  /** P(true) to four decimals. */
  static String probability(Optional<Score> score) {
    return score.map(s -> String.format(Locale.ROOT, "%.4f", s.probability())).orElse(NO_SCORE);
  }

  static String label(Optional<Score> score) {
    return score.map(s -> Names.of(s.label())).orElse(NO_SCORE);
  }

  static Palette.Ink ink(Optional<Score> score) {
    return score
        .map(s -> s.label() == Label.TRUE ? Palette.Ink.GOOD : Palette.Ink.BAD)
        .orElse(Palette.Ink.WARNING);
  }

  /** A move in its colour. */
  static String move(Palette palette, int rank, Standing standing) {
    String text = Move.text(rank, standing.firstStageRank());
    return switch (Move.of(rank, standing.firstStageRank())) {
      case UP -> palette.paint(Palette.Ink.GOOD, text);
      case DOWN -> palette.paint(Palette.Ink.BAD, text);
      case NONE, UNKNOWN -> palette.paint(Palette.Ink.FAINT, text);
    };
  }

  /** How the pair ended, if that is worth a word; empty when it was answered. */
  static String finish(Standing standing) {
    return standing
        .finish()
        .map(reason -> reason == FinishReason.ANSWERED ? "" : Names.of(reason))
        .orElse("not reranked");
  }

  /** A count and what is counted: {@code 1 pair}, {@code 7,000 pairs}. */
  static String count(long count, String one) {
    String many = one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", whole == 0 ? 0 : 100.0 * part / whole);
  }
}
