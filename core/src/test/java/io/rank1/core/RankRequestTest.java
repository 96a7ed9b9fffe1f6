package io.rank1.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.pair.RerankRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankRequestTest {

  @Test
  void passagesKeepTheirNamesAndTitles() {
    RankRequest request =
        RankRequest.builder("q")
            .passage("a", "Title", "text")
            .passage("b", "no title")
            .passages(List.of("third"))
            .build();

    assertThat(request.pairs()).extracting(RerankRequest::title).containsExactly("Title", "", "");
    assertThat(request.pairs())
        .extracting(RerankRequest::passage)
        .containsExactly("text", "no title", "third");
    assertThat(request.pairs())
        .extracting(pair -> pair.id().orElseThrow())
        .containsExactly("a", "b", "2");
  }

  @Test
  void aTitleIsOfWholeCharacters() {
    RankRequest.Builder half = RankRequest.builder("q").passage("a", "\uD83D", "text");

    assertThatThrownBy(half::build).hasMessageStartingWith("the title holds half of a character");
  }
}
