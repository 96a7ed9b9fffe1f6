package io.rank1.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitledTextTest {

  @ParameterizedTest
  @CsvSource({
    "'t', 'p', 't p'",
    "' t ', ' p ', ' t   p '",
    "'', ' p ', ' p '",
    "'  ', ' p ', ' p '",
    "' t ', '', ' t '",
    "' t ', ' ', ' t '",
    "'', '', ''",
    "' ', '  ', '  '"
  })
  void joinsWithABlankUnlessOneIsBlank(String title, String text, String joined) {
    assertThat(new TitledText(title, text).joined()).isEqualTo(joined);
  }
}
