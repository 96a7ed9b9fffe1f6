package io.rank1.core.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.text.TitledText;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RerankRequestTest {

  private static final String WHOLE = "a\uD83D\uDE00\uFFFD";

  @Test
  void takesWholeCharacters() {
    assertThat(new RerankRequest(WHOLE, WHOLE, WHOLE).passage()).isEqualTo(WHOLE);
    assertThat(new RerankRequest("", "").query()).isEmpty();
  }

  @Test
  void refusesHalfOfACharacter() {
    for (String half : new String[] {"\uD83D", "ab\uDE00", WHOLE + "\uD83D", "\uDE00\uD83D"}) {
      assertThatThrownBy(() -> new RerankRequest(half, "", ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the query holds half of a character, U+");
      assertThatThrownBy(() -> new RerankRequest("", half, "")).hasMessageContaining("instruction");
      assertThatThrownBy(() -> new RerankRequest("", "", half)).hasMessageContaining("passage");
    }
    assertThatThrownBy(() -> new RerankRequest("", "", "ab\uDE00c"))
        .hasMessage("the passage holds half of a character, U+DE00, at index 2");
  }

  @Test
  void anotherPassageLeavesTheRestAsItIs() {
    RerankRequest.Builder all =
        RerankRequest.builder("q", "p")
            .instruction("i")
            .id("id")
            .maxThinkTokens(3)
            .deadline(Duration.ofSeconds(9))
            .priority(Priority.INTERACTIVE)
            .group("g");
    RerankRequest titled = all.title("t").build();

    assertThat(titled.titledPassage()).isEqualTo(new TitledText("t", "p"));
    assertThat(titled.withPassage(TitledText.untitled("p"))).isEqualTo(all.title("").build());
    assertThat(titled.withPassage(titled.titledPassage())).isEqualTo(titled);
    assertThat(titled.toBuilder().build()).isEqualTo(titled);
  }
}
