package io.rank1.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

  private static final String ESCAPES = "a\u001b[31m\u009b1m\u0000\u007fb";
  private static final String MARKS = "\u061c\u200e\u200f\u202a\u202e\u2066\u2069";

  @Test
  void keepsWhatIsPlain() {
    for (String text :
        new String[] {"", " a  b ", "Größe 水 😀 \u200d\u200c\u00a0\ufeff", "e\u0301"}) {
      assertThat(PlainText.line(text)).isSameAs(text);
      assertThat(PlainText.lines(text)).isEqualTo(text);
    }
  }

  @Test
  void putsAStandInForWhatSteersOnOneLine() {
    assertThat(PlainText.line(ESCAPES)).isEqualTo("a?[31m?1m??b");
    assertThat(PlainText.line("a" + MARKS + "b")).isEqualTo("a???????b");
  }

  @Test
  void joinsLinesByOneBlank() {
    assertThat(PlainText.line("\r\n a\r\n\tb\u000b\fc\u0085\u2028\u2029d \n"))
        .isEqualTo(" a b c d ");
    assertThat(PlainText.line("\n\t")).isEmpty();
  }

  @Test
  void keepsTheLinesOfTexts() {
    assertThat(PlainText.lines(ESCAPES + MARKS + "\tc\r\nd\re\u2028f\u0085\n\fg"))
        .isEqualTo("a?[31m?1m??b    c\nd\ne\nf\n\n\ng");
  }

  /** All control characters, and all whose names say that they are about direction. */
  @Test
  void knowsEveryCharacterThatSteers() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean steers = Character.getType(c) == Character.CONTROL;
      if (Character.getType(c) == Character.FORMAT) {
        steers =
            Character.getName(c)
                .matches("(LEFT-TO|RIGHT-TO|FIRST STRONG|POP DIRECT|ARABIC LETTER MARK).*");
      }
      assertThat(PlainText.steers(c)).as("U+%04X", c).isEqualTo(steers);
    }
  }
}
