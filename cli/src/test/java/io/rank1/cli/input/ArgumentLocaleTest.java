package io.rank1.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgumentLocaleTest {

  @Test
  void saysWhatWasLostAndWhatHelps() {
    ArgumentLocale plain = new ArgumentLocale("ANSI_X3.4-1968", "C");
    assertThat(plain.loss("the argument 'l\uFFFDuf'", "l\uFFFDuf"))
        .contains(
            "the argument 'l\uFFFDuf' has characters that this locale cannot pass on: names and"
                + " arguments are taken in ANSI_X3.4-1968; set LC_ALL=C.UTF-8");
    assertThat(plain.loss("it", "lauf")).isEmpty();
    assertThat(plain.loss("a variable", null)).isEmpty();
  }

  @Test
  void aLocaleThatIsNotInstalledIsNamed() {
    assertThat(new ArgumentLocale("ANSI_X3.4-1968", "en_US.UTF-8").describe())
        .endsWith("in ANSI_X3.4-1968, since the locale en_US.UTF-8 is not installed");
    assertThat(new ArgumentLocale("ISO-8859-1", "de_DE").describe()).endsWith("in ISO-8859-1");
  }

  @Test
  void inUtf8TheCharacterIsOneAsAnyOther() {
    ArgumentLocale complete = new ArgumentLocale("UTF-8", "C.UTF-8");
    assertThat(complete.isComplete()).isTrue();
    assertThat(complete.loss("it", "\uFFFD")).isEmpty();
  }
}
