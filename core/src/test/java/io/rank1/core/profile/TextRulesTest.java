package io.rank1.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.profile.TextLimit.Unit;
import io.rank1.core.profile.TextRules.Rule;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRulesTest {

  private static String apply(String text, Rule... rules) {
    return new TextRules(Set.of(rules)).apply(text);
  }

  @Test
  void eachRuleChangesWhatItSays() {
    assertThat(apply("a\r\nb\nc", Rule.NEWLINES_TO_BLANK)).isEqualTo("a b c");
    assertThat(apply(" a \t\u00a0 b\n", Rule.COLLAPSE_SPACE)).isEqualTo(" a b ");
    assertThat(apply(" a \n", Rule.STRIP)).isEqualTo("a");
    assertThat(apply("[3] and [C], not [] or [x] or [12a]", Rule.ESCAPE_NUMBERS))
        .isEqualTo("(3) and [C], not [] or [x] or [12a]");
    assertThat(apply("[3] and [C], not [] or [x] or [AB]", Rule.ESCAPE_LETTERS))
        .isEqualTo("[3] and (C), not [] or [x] or [AB]");
    assertThat(apply("İA", Rule.LOWER)).isEqualTo("i\u0307a");
  }

  @Test
  void dashesGoFromTitlesOnly() {
    TextRules rules = new TextRules(EnumSet.of(Rule.TITLE_DASHES_TO_BLANK, Rule.STRIP));

    assertThat(rules.applyToTitle("-a-b-")).isEqualTo("a b");
    assertThat(rules.apply("-a-")).isEqualTo("-a-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a b c|3|WORDS|a b c",
        "a b c|2|WORDS|a b",
        "  a  b  c|2|WORDS|  a  b",
        "a b  |2|WORDS|a b  ",
        "abc|2|CHARACTERS|ab",
        "a\uD83D\uDE00b|2|CHARACTERS|a\uD83D\uDE00",
        "abc|3|CHARACTERS|abc"
      })
  void aLimitKeepsTheLongestBeginning(String text, int count, Unit unit, String kept) {
    assertThat(new TextLimit(count, unit).cut(text)).isEqualTo(kept);
  }
}
