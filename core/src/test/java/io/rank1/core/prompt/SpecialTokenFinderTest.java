package io.rank1.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.prompt.SegmentedText.Kind;
import io.rank1.core.prompt.SpecialTokenFinder.Run;
import io.rank1.core.prompt.SpecialTokenFinder.Token;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecialTokenFinderTest {

  private static final SpecialTokenFinder FINDER =
      new SpecialTokenFinder(Map.of("<think>", 1, "</think>", 2, "<th", 3, "ink>x", 4));

  @Test
  void aLiteralIsDividedAtSpecialTokensAndUserTextIsNot() {
    SegmentedText text =
        SegmentedText.userText("say <think>").plus(SegmentedText.literal(" </think>\n"));

    assertThat(FINDER.divide(text))
        .containsExactly(new Run("say <think> "), new Token(2), new Run("\n"));
  }

  @Test
  void literalAndUserTextBetweenMarkersAreOneRun() {
    SegmentedText text =
        SegmentedText.literal("<think>Passage: ")
            .plus(SegmentedText.userText("</think"))
            .plus(SegmentedText.literal("> <think>"));

    assertThat(FINDER.divide(text))
        .containsExactly(new Token(1), new Run("Passage: </think> "), new Token(1));
  }

  @Test
  void theFirstPlaceCountsAndThereTheLongestToken() {
    assertThat(FINDER.divide(SegmentedText.literal("<<think>x<thx")))
        .containsExactly(new Run("<"), new Token(1), new Run("x"), new Token(3), new Run("x"));
  }

  @Test
  void aMarkerThatAModelWroteIsThatToken() {
    SegmentedText text =
        SegmentedText.userText("a").plus(SegmentedText.of(Kind.MARKER, "</think>"));

    assertThat(FINDER.divide(text)).containsExactly(new Run("a"), new Token(2));
    assertThat(new SpecialTokenFinder(Map.of()).divide(text)).containsExactly(new Run("a</think>"));
  }

  @Test
  void anEmptyTextHasNoParts() {
    assertThat(FINDER.divide(SegmentedText.EMPTY)).isEmpty();
    assertThat(FINDER.divide(SegmentedText.literal("<think>"))).containsExactly(new Token(1));
  }

  @Test
  void aPartOfATextKeepsTheKindsButNoPartOfAMarker() {
    SegmentedText text =
        SegmentedText.literal("ab")
            .plus(SegmentedText.of(Kind.MARKER, "<think>"))
            .plus(SegmentedText.userText("cd"));

    assertThat(text.substring(1, 10))
        .isEqualTo(
            SegmentedText.literal("b")
                .plus(SegmentedText.of(Kind.MARKER, "<think>"))
                .plus(SegmentedText.userText("c")));
    assertThat(text.substring(0, 8).segments().get(1).kind()).isEqualTo(Kind.USER_TEXT);
    assertThat(text.substring(3, 3)).isEqualTo(SegmentedText.EMPTY);
    assertThatThrownBy(() -> text.substring(5, 12)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
