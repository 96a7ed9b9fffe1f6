package io.rank1.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.cli.trec.ScoredDocument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicMeasureTest {

  /** The document x has no grade, and d is not found. */
  private static final JudgedRanking RANKING =
      new JudgedRanking(
          List.of(
              new ScoredDocument("a", 5),
              new ScoredDocument("x", 4),
              new ScoredDocument("b", 3),
              new ScoredDocument("n", 2),
              new ScoredDocument("c", 1)),
          Map.of("a", 2, "b", 1, "c", 0, "d", 3, "n", -1));

  /** The ideal ranking is d, a, b: its gain is 3 + 2 / log2(3) + 1 / 2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nDCG             | 0.52500   # (2 + 1 / 2) / 4.76186
          nDCG@1           | 0.66667   # 2 / 3
          nDCG@2           | 0.46928   # 2 / (3 + 1.26186)
          nDCG@100         | 0.52500
          AP               | 0.55556   # (1 / 1 + 2 / 3) / 3
          AP@2             | 0.33333   # 1 / 3, not 1 / 2
          AP(rel=2)        | 0.5       # 1 / 2
          AP(rel=4)        | 0
          RR               | 1
          RR(rel=3)        | 0
          P@2              | 0.5
          P@10             | 0.2       # of ten, though there are five
          P(rel=2)@5       | 0.2
          R@1              | 0.33333
          R@100            | 0.66667
          R(rel=2)@1       | 0.5
          R(rel=4)@1       | 0
          Success@1        | 1
          Success(rel=3)@5 | 0
          NDCG@2           | 0.46928
          MAP(rel=2)       | 0.5
          MRR              | 1
          Precision(rel=2)@5 | 0.2
          Recall@1         | 0.33333
          Judged@2         | 0.5
          Judged@10        | 0.8       # of the five that there are, n among them
          """)
  void measuresAnExample(String name, String expected) {
    double value = Double.parseDouble(expected.replaceAll("#.*", "").strip());
    assertThat(TopicMeasure.of(name).value(RANKING)).isCloseTo(value, within(5e-6));
  }

  @Test
  void reciprocalRanksEndAtTheCutoff() {
    JudgedRanking second =
        new JudgedRanking(
            List.of(new ScoredDocument("x", 2), new ScoredDocument("a", 1)), Map.of("a", 1));
    assertThat(TopicMeasure.of("RR@1").value(second)).isZero();
    assertThat(TopicMeasure.of("RR@2").value(second)).isEqualTo(0.5);
    assertThat(TopicMeasure.of("Success@1").value(second)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"nDCG@10", "nDCG", "AP", "RR@10", "P@5", "R@5", "Success@5", "Judged@5"})
  void nothingFoundAndNothingRelevantIsZero(String name) {
    JudgedRanking empty = new JudgedRanking(List.of(), Map.of("a", 1));
    assertThat(TopicMeasure.of(name).value(empty)).isZero();
    List<ScoredDocument> unjudged = List.of(new ScoredDocument("x", 1));
    JudgedRanking hopeless = new JudgedRanking(unjudged, Map.of("a", 0, "b", -2));
    assertThat(TopicMeasure.of(name).value(hopeless)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"nDCG", "nDCG@10", "AP(rel=2)", "AP(rel=2)@5", "RR", "P(rel=3)@10", "Judged@1"})
  void namesAreThoseOfIrMeasures(String name) {
    assertThat(TopicMeasure.of(name)).hasToString(name);
  }

  @Test
  void aNameIsOfATopicMeasureOrAPairMeasure() {
    assertThat(Measure.of("P@5")).isEqualTo(TopicMeasure.of("P@5"));
    assertThat(Measure.of("p-MRR")).isEqualTo(PairMeasure.P_MRR);
    assertThat(Measure.of("pairwise_accuracy")).isEqualTo(PairMeasure.PAIRWISE_ACCURACY);
  }

  @Test
  void theFirstGradeNeedNotBeNamed() {
    assertThat(TopicMeasure.of("P(rel=1)@5")).isEqualTo(TopicMeasure.of("P@5")).hasToString("P@5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          P                | P needs a cutoff, as in P@10
          Judged           | Judged needs a cutoff, as in Judged@10
          P@0              | the cutoff of P is a rank from 1 on
          P(rel=0)@5       | rel of P is a grade from 1 on
          nDCG(rel=2)@10   | nDCG takes no rel
          nDCG(rel=1)@10   | nDCG takes no rel
          Judged(rel=2)@10 | Judged takes no rel
          P@99999999999    | the number 99999999999 in P@99999999999 is too large
          """)
  void refusesWhatAMeasureDoesNotTake(String name, String complaint) {
    assertThatThrownBy(() -> TopicMeasure.of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(complaint);
  }

  @ParameterizedTest
  @CsvSource({"Map", "ndcg@10", "P@", "P@-1", "P@10(rel=2)", "P(rel=2@10", "''"})
  void listsTheMeasuresToWhomNamesNone(String name) {
    assertThatThrownBy(() -> TopicMeasure.of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no measure is called '"
                + name
                + "'; there are nDCG, nDCG@k, AP, AP@k, RR, RR@k, P@k, R@k, Success@k, Judged@k;"
                + " AP, RR, P, R, Success take a grade, as in P(rel=2)@10; and p-MRR and"
                + " pairwise_accuracy, for pairs of queries");
  }
}
