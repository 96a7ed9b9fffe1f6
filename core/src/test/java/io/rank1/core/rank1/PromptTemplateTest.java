package io.rank1.core.rank1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.SegmentedText.Kind;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {

  @Test
  void thePromptIsRank1sByteForByte() {
    assertThat(PromptTemplate.PLAIN.fill(new RerankRequest("what is x?", "x is y.\n")).text())
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
    String text = PromptTemplate.PLAIN.fill(request).text();
    return text.substring(text.indexOf("\nQuery: ") + 8, text.indexOf("\nPassage: "));
  }

  @Test
  void aTemplateIsFilledWithQueryAndInstructionWhereverItSaysSo() {
    PromptTemplate template = new PromptTemplate("Find FILL_QUERY_HERE. Again: FILL_QUERY_HERE");
    assertThat(template.fill(new RerankRequest("a", "b", "p")).head().text())
        .endsWith("\nQuery: Find a b. Again: a b\nPassage: ");
  }

  @Test
  void aQueryThatSpellsThePlaceholderIsNotFilledAgain() {
    PromptTemplate template = new PromptTemplate("<FILL_QUERY_HERE>");
    assertThat(template.fill(new RerankRequest("FILL_QUERY_HERE", "p")).head().text())
        .contains("Query: <FILL_QUERY_HERE>\n");
  }

  @Test
  void onlyThePromptsOwnWordsAreLiterals() {
    PromptTemplate template = new PromptTemplate("<task>FILL_QUERY_HERE</task>");
    SegmentedText prompt = template.fill(new RerankRequest("<q>", "<i>", "<p>")).segments();

    assertThat(prompt.segments().stream().filter(s -> s.kind() == Kind.USER_TEXT))
        .extracting(SegmentedText.Segment::text)
        .containsExactly("<q> <i>", "<p>");
    assertThat(prompt.segments().stream().filter(s -> s.kind() == Kind.LITERAL))
        .extracting(SegmentedText.Segment::text)
        .endsWith("<task>", "</task>", "\nPassage: ", "\n<think>");
  }

  @Test
  void aTemplateWithoutAPlaceholderIsRefused() {
    assertThatThrownBy(() -> new PromptTemplate("Find it"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FILL_QUERY_HERE");
  }
}
