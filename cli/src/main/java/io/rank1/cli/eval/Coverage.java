package io.rank1.cli.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How the topics of a run fit together with those that are measured.
 *
 * @param subject what has values
 * @param unjudged how many topics of the run are not measured, and left out
 * @param missing how many subjects the run lacks, whole or in part, for which all values are 0
 * @param absent how many documents of pairs the run lacks for a query that it has; nothing where
 *     topics are measured
 * @param near topics that are judged by another name, which differs by zeros or a prefix
 */
public record Coverage(Subject subject, int unjudged, int missing, OptionalInt absent, int near) {

  /** What has values. */
  enum Subject {
    TOPIC("topic"),
    PAIR("pair");

    private final String word;

    Subject(String word) {
      this.word = word;
    }
  }

  /** Validates the components. */
  public Coverage {
    Objects.requireNonNull(subject, "subject");
    if (unjudged < 0 || missing < 0 || absent.orElse(0) < 0) {
      throw new IllegalArgumentException("topics cannot be fewer than none");
    }
  }

  static Coverage ofTopics(int unjudged, int missing, int near) {
    return new Coverage(Subject.TOPIC, unjudged, missing, OptionalInt.empty(), near);
  }

  static Coverage ofPairs(int unpaired, int missing, int absent) {
    return new Coverage(Subject.PAIR, unpaired, missing, OptionalInt.of(absent), 0);
  }

  /** What a reader of the means should know, a phrase each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    boolean pairs = subject == Subject.PAIR;
    if (near > 0) {
      notes.add(
          "taken for judged topics whose names differ by zeros or a prefix: "
              + counted(near, "topic"));
    }
    if (unjudged > 0) {
      String why = pairs ? "they are of no pair that counts" : "nobody judged them";
      notes.add("left out, as " + why + ": " + counted(unjudged, "topic"));
    }
    if (missing > 0) {
      String what = pairs ? "a query of them" : "them";
      notes.add("counted as 0, as the run lacks " + what + ": " + counted(missing, subject.word));
    }
    if (absent.orElse(0) > 0) {
      notes.add(
          "ranked below all others, as the run lacks them: "
              + counted(absent.getAsInt(), "document"));
    }
    return notes;
  }

  private static String counted(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
