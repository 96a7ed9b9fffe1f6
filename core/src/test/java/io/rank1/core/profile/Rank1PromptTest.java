package io.rank1.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.SegmentedText.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class Rank1PromptTest {

  @Test
  void thePromptIsRank1sByteForByte() {
    assertThat(ProfileMethod.rank1().prompt(new RerankRequest("what is x?", "x is y.\n")).text())
        .isEqualTo(
            "Determine if the following passage is relevant to the query. Answer only with 'true'"
                + " or 'false'.\nQuery: what is x?\nPassage: x is y.\n\n<think>");
  }

  @Test
  void anInstructionFollowsTheQueryUnlessItRepeatsIt() {
    assertThat(query(new RerankRequest("q", "only recent", "p"))).isEqualTo("q only recent");
    assertThat(query(new RerankRequest(" q ", "q", "p"))).isEqualTo("q");
    assertThat(query(new RerankRequest(" q", "i ", "p"))).isEqualTo("q i");
    assertThat(query(new RerankRequest(" q ", "", "p"))).isEqualTo(" q ");
  }

  private static String query(RerankRequest request) {
    String text = ProfileMethod.rank1().prompt(request).text();
    return text.substring(text.indexOf("\nQuery: ") + 8, text.indexOf("\nPassage: "));
  }

  @Test
  void aTitleStandsBeforeThePassageAsItIsGiven() {
    RerankRequest.Builder pair = RerankRequest.builder("q", " p ");
    for (String title : List.of("t", " t ", " ", "")) {
      String joined = title.isBlank() ? " p " : title + "  p ";
      assertThat(ProfileMethod.rank1().prompt(pair.title(title).build()))
          .isEqualTo(ProfileMethod.rank1().prompt(new RerankRequest("q", joined)));
    }
    assertThat(ProfileMethod.rank1().prompt(RerankRequest.builder("q", " ").title("t").build()))
        .isEqualTo(ProfileMethod.rank1().prompt(new RerankRequest("q", "t")));
  }

  @Test
  void aTemplateIsFilledWithQueryAndInstructionWhereverItSaysSo() {
    ProfileMethod template = rank1With("Find FILL_QUERY_HERE. Again: FILL_QUERY_HERE");
    assertThat(template.prompt(new RerankRequest("a", "b", "p")).head().text())
        .endsWith("\nQuery: Find a b. Again: a b\nPassage: ");
  }

  @Test
  void aQueryThatSpellsThePlaceholderIsNotFilledAgain() {
    ProfileMethod template = rank1With("<FILL_QUERY_HERE>");
    assertThat(template.prompt(new RerankRequest("FILL_QUERY_HERE", "p")).head().text())
        .contains("Query: <FILL_QUERY_HERE>\n");
  }

  @Test
  void onlyThePromptsOwnWordsAreLiterals() {
    ProfileMethod template = rank1With("<task>FILL_QUERY_HERE</task>");
    SegmentedText prompt = template.prompt(new RerankRequest("<q>", "<i>", "<p>")).segments();

    assertThat(prompt.segments().stream().filter(s -> s.kind() == Kind.USER_TEXT))
        .extracting(SegmentedText.Segment::text)
        .containsExactly("<q> <i>", "<p>");
    assertThat(prompt.segments().stream().filter(s -> s.kind() == Kind.LITERAL))
        .extracting(SegmentedText.Segment::text)
        .endsWith("<task>", "</task>", "\nPassage: ", "\n<think>");
  }

  @Test
  void aTemplateWithoutAPlaceholderIsRefused() {
    assertThatThrownBy(() -> new QueryTemplate("Find it"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FILL_QUERY_HERE");
  }

  private static ProfileMethod rank1With(String queryTemplate) {
    return ProfileMethod.rank1().withQueryTemplate(new QueryTemplate(queryTemplate));
  }
}
