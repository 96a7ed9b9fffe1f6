package io.rank1.cli.eval;

/** What can be measured; {@code toString} is the name that users know it by. */
public sealed interface Measure permits TopicMeasure, PairMeasure {

  /**
   * The measure of a name: of topics as in ir_measures, or of pairs.
   *
   * @throws IllegalArgumentException when there is none; the message tells those that there are
   */
  static Measure of(String name) {
    for (PairMeasure measure : PairMeasure.values()) {
      if (measure.toString().equals(name)) {
        return measure;
      }
    }
    return TopicMeasure.of(name);
  }
}
