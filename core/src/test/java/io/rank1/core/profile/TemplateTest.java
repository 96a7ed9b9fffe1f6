package io.rank1.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.profile.Template.Field;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.SegmentedText.Kind;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  private static SegmentedText fill(String template, String query, String title) {
    Map<Field, SegmentedText> values = new EnumMap<>(Field.class);
    values.put(Field.QUERY, SegmentedText.userText(query));
    values.put(Field.TITLE, SegmentedText.userText(title));
    return Template.parse(template).fill(values);
  }

  @Test
  void fieldsAreUserTextAndAllElseIsLiteral() {
    SegmentedText text = fill("<|a|>{query}<|b|>", "<|q|>", "");

    assertThat(text)
        .isEqualTo(
            SegmentedText.literal("<|a|>")
                .plus(SegmentedText.userText("<|q|>"))
                .plus(SegmentedText.literal("<|b|>")));
  }

  @Test
  void aFieldThatSpellsAFieldIsNotFilledAgain() {
    assertThat(fill("{query}", "{title} {|} }}", "t").text()).isEqualTo("{title} {|} }}");
  }

  @Test
  void aConditionStandsWhereItsFieldHasAText() {
    String template = "{?title}Title: {title} Content: {/}{!title}Text: {/}{query}";

    assertThat(fill(template, "q", "t").text()).isEqualTo("Title: t Content: q");
    assertThat(fill(template, "q", "").text()).isEqualTo("Text: q");
    assertThat(fill("{?title}{?query}both{/}{/}", "", "t").text()).isEmpty();
  }

  @Test
  void twoBracesAreOne() {
    assertThat(fill("{{\"[1]\": {query}}}", "5", "").text()).isEqualTo("{\"[1]\": 5}");
  }

  @Test
  void aBorderIsAPlaceWithoutText() {
    SegmentedText text = fill("a{|}\n{query}", "q", "");

    assertThat(text.text()).isEqualTo("a\nq");
    assertThat(text.segments()).extracting(SegmentedText.Segment::kind).contains(Kind.BORDER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "a{quer}~there is no field {quer}; write {{ for a brace, at character 2",
        "ab{query~a { without its }; write {{ for a brace, at character 3",
        "a}~a } without its {; write }} for a brace, at character 2",
        "{?title}x~no {/} ends the condition, at character 1",
        "x{/}~{/} ends no condition, at character 2",
        "{}~there is no field {}; write {{ for a brace, at character 1",
        "{? title}{/}~there is no field { title}; write {{ for a brace, at character 1"
      })
  void whatIsNoTemplateIsRefusedWithItsPlace(String template, String message) {
    assertThatThrownBy(() -> Template.parse(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void halvesAreWhatStandsBeforeAFieldAndBehindIt() {
    Template.Halves halves = Template.parse("a{title}b{passage}c").at(Field.PASSAGE);

    assertThat(halves.before()).isEqualTo(Template.parse("a{title}b"));
    assertThat(halves.behind()).isEqualTo(Template.parse("c"));
    assertThatThrownBy(() -> Template.parse("{passage}{passage}").at(Field.PASSAGE))
        .hasMessageContaining("once");
    assertThatThrownBy(() -> Template.parse("{?title}{passage}{/}").at(Field.PASSAGE))
        .hasMessageContaining("outside of conditions");
  }
}
