package io.rank1.cli.input;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonToken;

class JsonProblemTest {

  private static void read(String text) throws InputException {
    JsonFile.read(
        "f",
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        "an array",
        file -> {
          for (JsonToken token = file.json().nextToken(); token != null; ) {
            if (token == JsonToken.VALUE_STRING) {
              file.text();
            }
            token = file.json().nextToken();
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [NaN]      | f:1: Non-standard token 'NaN'
          [Infinity] | f:1: Non-standard token 'Infinity'
          [-Infinity] | f:1: Non-standard token '-Infinity'
          [+1]       | f:1: Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs
          """)
  void saysWhatIsWrong(String text, String complaint) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(InputException.class).hasMessage(complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[NaN]", "[0x1]", "[.5]", "[1.]", "[01]", "[//\n1]", "[#\n1]", "['a']", "{a:1}", "[1,]",
        "[\"\t\"]", "[\"\\x\"]", "[\u001E1]", "[nul]", "[tru", "[\"a", "{\"a\":1", "]", "[1 2]",
            "\u0000",
        "{\"a\":1,\"a\":2}", "[\"\\u12\"]", "[TRUE]", "[None]", "[1e]", "[-]", "[INF]",
            "[\"\\ud800\"]"
      })
  void doesNotSpeakOfTheLibrary(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .message()
        .doesNotContain("`", "Feature", "enabl", "Source", "ackson", "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void namesALimitAlone(String open) {
    assertThatThrownBy(() -> read(open.repeat(2000)))
        .hasMessageMatching(
            "f:1: Document nesting depth .* exceeds the maximum allowed \\(\\d+\\)");
  }
}
