package io.rank1.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextGridTest {

  @Test
  void alignsWordsAndNumbers() {
    TextGrid grid = new TextGrid(1);
    grid.add(List.of("run", "AP"));
    grid.add(List.of("  against\n\u001b[1m", "0.5"));
    assertThat(grid.text()).isEqualTo("run              AP\n  against ?[1m  0.5");
  }

  /** A row a topic: widths were sought again for every cell. */
  @Test
  void manyRowsTakeNoTime() {
    TextGrid grid = new TextGrid(1);
    for (int i = 0; i < 100_000; i++) {
      grid.add(List.of("topic" + i, "0.1234", "0.1234", "0.1234"));
    }
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), grid::text)).hasLineCount(100_000);
  }
}
