package io.rank1.cli.view;

import io.rank1.cli.journal.Finish;
import io.rank1.cli.output.Relevance;
import io.rank1.core.cascade.Pass;
import io.rank1.core.pair.FinishReason;
import java.util.Locale;
import java.util.Optional;

/** How standings are written in a terminal. */
final class Figures {

  private static final String NO_SCORE = "-";
  private static final Finish ANSWERED = Finish.of(FinishReason.ANSWERED);

  private Figures() {}

  /** P(true) to four decimals. */
  static String probability(Optional<Relevance> score) {
    return score.map(s -> fraction(s.probability())).orElse(NO_SCORE);
  }

  /** A number from 0 to 1 to four decimals. */
  static String fraction(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }

  static String label(Optional<Relevance> score) {
    return score.map(Relevance::label).orElse(NO_SCORE);
  }

  static Palette.Ink ink(Optional<Relevance> score) {
    return score
        .map(s -> s.isRelevant() ? Palette.Ink.GOOD : Palette.Ink.BAD)
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
        .map(reason -> reason.equals(ANSWERED) ? "" : reason.name())
        .orElse("not reranked");
  }

  /** Which pass of a cascade decided, and what the first says. */
  static String passes(Passes passes, int firstPassRank) {
    Optional<Relevance> first = passes.first();
    String rank = first.isEmpty() ? "without a score" : "rank " + firstPassRank;
    if (passes.decidedBy() == Pass.DIRECT) {
      return "decided by the first pass (" + rank + ")";
    }
    String score = first.isEmpty() ? "" : probability(first) + " " + label(first) + ", ";
    return "decided by thinking (first pass " + score + rank + ")";
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
