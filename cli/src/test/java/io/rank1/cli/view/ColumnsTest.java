package io.rank1.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {

  @Test
  void wrapsAtBlanks() {
    assertThat(Columns.wrap("one two three", 7)).containsExactly("one two", "three");
    assertThat(Columns.wrap("one two three", 8)).containsExactly("one two", "three");
    assertThat(Columns.wrap("one  \n\n  two", 9)).containsExactly("one", "", "  two");
    assertThat(Columns.wrap("", 9)).isEmpty();
  }

  @Test
  void breaksWordsThatAreTooLong() {
    assertThat(Columns.wrap("abcdefgh ij", 3)).containsExactly("abc", "def", "gh", "ij");
  }

  @Test
  void wideCharactersTakeTwoColumnsAndMarksNone() {
    assertThat(Columns.of("日本")).isEqualTo(4);
    assertThat(Columns.of("e\u0301")).isEqualTo(1);
    assertThat(Columns.wrap("日本語😀", 4)).containsExactly("日本", "語😀");
    assertThat(Columns.wrap("😀😀", 1)).containsExactly("😀", "😀");
  }

  @Test
  void cutsWithAnEllipsis() {
    assertThat(Columns.cut("abcd", 4)).isEqualTo("abcd");
    assertThat(Columns.cut("abcde", 4)).isEqualTo("abc…");
    assertThat(Columns.cut("日本語", 4)).isEqualTo("日…");
  }

  @Test
  void flowsOnOneLine() {
    assertThat(Columns.flow(" a\n\n b\tc\u2028\u200f\u001b[1m ")).isEqualTo("a b c ?[1m");
    assertThat(Columns.flow("\n\t\u202e\u2069 ")).isEmpty();
  }

  /** Which took minutes when every line was searched from its text's beginning. */
  @Test
  void wrapsLongTextsInNoTime() {
    String base64 = "A".repeat(5_000_000);
    assertThat(
            assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> Columns.wrap("a " + base64, 100)))
        .hasSize(50_001)
        .startsWith("a")
        .endsWith("A".repeat(100));
  }

  @Test
  void movesCountPlaces() {
    assertThat(List.of(Move.text(1, 4), Move.text(4, 1), Move.text(2, 2), Move.text(1, 0)))
        .containsExactly("▲3", "▼3", "=", "");
  }
}
