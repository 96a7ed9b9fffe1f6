package io.rank1.cli.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The measures, named as in ir_measures and computed as in trec_eval (m_ndcg_cut.c, m_map.c and
 * others); those that trec_eval lacks, RR with a cutoff and Judged, as in ir_measures.
 */
public enum MeasureKind {
  /** Normalised discounted cumulative gain: the gain is the grade, the discount log2(rank + 1). */
  NDCG("nDCG", "NDCG", Cutoff.OPTIONAL, Level.NONE) {
    @Override
    double value(JudgedRanking ranking, int level, int cutoff) {
      double ideal = 0;
      for (int rank = 1; rank <= Math.min(cutoff, ranking.judged()); rank++) {
        ideal += discounted(ranking.idealGrade(rank), rank);
      }
      double gain = 0;
      for (int rank = 1; rank <= Math.min(cutoff, ranking.size()); rank++) {
        gain += discounted(ranking.grade(rank), rank);
      }
      return ideal == 0 ? 0 : gain / ideal;
    }
  },
  /** The sum of the precisions at the ranks of relevant documents, over how many are relevant. */
  AP("AP", "MAP", Cutoff.OPTIONAL, Level.OPTIONAL) {
    @Override
    double value(JudgedRanking ranking, int level, int cutoff) {
      int found = 0;
      double sum = 0;
      for (int rank = 1; rank <= Math.min(cutoff, ranking.size()); rank++) {
        if (ranking.grade(rank) >= level) {
          found++;
          sum += (double) found / rank;
        }
      }
      return found == 0 ? 0 : sum / ranking.relevant(level);
    }
  },
  /** One over the rank of the first relevant document. */
  RR("RR", "MRR", Cutoff.OPTIONAL, Level.OPTIONAL) {
    @Override
    double value(JudgedRanking ranking, int level, int cutoff) {
      for (int rank = 1; rank <= Math.min(cutoff, ranking.size()); rank++) {
        if (ranking.grade(rank) >= level) {
          return 1.0 / rank;
        }
      }
      return 0;
    }
  },
  /** Precision; a ranking that is too short is filled up with what is not relevant. */
  P("P", "Precision", Cutoff.REQUIRED, Level.OPTIONAL) {
    @Override
    double value(JudgedRanking ranking, int level, int cutoff) {
      return (double) ranking.relevantAmong(cutoff, level) / cutoff;
    }
  },
  /** Recall. */
  R("R", "Recall", Cutoff.REQUIRED, Level.OPTIONAL) {
    @Override
    double value(JudgedRanking ranking, int level, int cutoff) {
      int relevant = ranking.relevant(level);
      return relevant == 0 ? 0 : (double) ranking.relevantAmong(cutoff, level) / relevant;
    }
  },
  /** 1 when there is a relevant document down to the cutoff, else 0. */
  SUCCESS("Success", "Success", Cutoff.REQUIRED, Level.OPTIONAL) {
    @Override
    double value(JudgedRanking ranking, int level, int cutoff) {
      return ranking.relevantAmong(cutoff, level) > 0 ? 1 : 0;
    }
  },
  /** The share of the documents down to the cutoff that were judged, whatever the grade. */
  JUDGED("Judged", "Judged", Cutoff.REQUIRED, Level.NONE) {
    @Override
    double value(JudgedRanking ranking, int level, int cutoff) {
      int depth = Math.min(cutoff, ranking.size());
      int judged = 0;
      for (int rank = 1; rank <= depth; rank++) {
        judged += ranking.isJudged(rank) ? 1 : 0;
      }
      return depth == 0 ? 0 : (double) judged / depth;
    }
  };

  /** Whether a measure may look at all ranks. */
  enum Cutoff {
    OPTIONAL,
    REQUIRED
  }

  /** Whether users choose from which grade on a document is relevant. */
  enum Level {
    NONE,
    OPTIONAL
  }

  private final String title;
  private final String otherTitle;
  private final Cutoff cutoff;
  private final Level level;

  MeasureKind(String title, String otherTitle, Cutoff cutoff, Level level) {
    this.title = title;
    this.otherTitle = otherTitle;
    this.cutoff = cutoff;
    this.level = level;
  }

  /**
   * The value for a topic, from 0 to 1.
   *
   * @param level the grade from which on a document is relevant, at least 1
   * @param cutoff how many ranks count, at least 1
   */
  abstract double value(JudgedRanking ranking, int level, int cutoff);

  /** The measure of a name: ir_measures has two for most of them, as MRR for RR. */
  static Optional<MeasureKind> ofTitle(String title) {
    return Arrays.stream(values())
        .filter(kind -> kind.title.equals(title) || kind.otherTitle.equals(title))
        .findFirst();
  }

  /** The ways to write it: {@code AP} and {@code AP@k}. */
  List<String> forms() {
    return cutoff == Cutoff.REQUIRED ? List.of(title + "@k") : List.of(title, title + "@k");
  }

  String title() {
    return title;
  }

  Cutoff cutoff() {
    return cutoff;
  }

  Level level() {
    return level;
  }

  private static double discounted(int gain, int rank) {
    return gain == 0 ? 0 : gain / (Math.log(rank + 1.0) / Math.log(2));
  }
}
