package io.rank1.cli.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTest {

  private static Run run(String name, String topic, String docid) {
    return new Run(name, Map.of(topic, List.of(new ScoredDocument(docid, 1))));
  }

  @Test
  void twoRunsAreOneByTheirSuffixes() throws Exception {
    Run both = Run.ofBoth(run("one", "1", "a"), run("two", "1-changed", "b"));
    assertThat(both.name()).isEqualTo("one and two");
    assertThat(both.topics()).containsExactlyInAnyOrder("1-og", "1-changed");
    assertThat(both.ranking("1-og")).containsExactly(new ScoredDocument("a", 1));
    assertThat(both.ranking("1-changed")).containsExactly(new ScoredDocument("b", 1));
  }

  @Test
  void refusesTheOneInPlaceOfTheOther() {
    assertThatThrownBy(() -> Run.ofBoth(run("one", "1", "a"), run("two", "1-og", "b")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "two: topic 1-og does not belong there; where a file has both -og and -changed, give it"
                + " alone");
  }
}
