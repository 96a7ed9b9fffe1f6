package io.rank1.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonObjectTest {

  @TempDir Path folder;

  private JsonObject json(String value) throws IOException {
    return JsonObject.read(Files.writeString(folder.resolve("a.json"), "{\"key\": " + value + "}"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-3, -3",
    "32768.0, 32768",
    "1e6, 1000000",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808"
  })
  void readsWholeNumbers(String text, long number) throws IOException {
    assertThat(json(text).integer("key")).hasValue(number);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, a whole number",
    "1e999, a whole number",
    "18446744073709551617, a whole number of 64 bits",
    "9223372036854775808, a whole number of 64 bits",
    "-9223372036854775809, a whole number of 64 bits",
    "1e300, a whole number of 64 bits",
    "true, a number"
  })
  void refusesNumbersThatAreNotWholeOrTooLarge(String text, String what) throws IOException {
    JsonObject json = json(text);
    assertThatThrownBy(() -> json.integer("key"))
        .isInstanceOf(JsonException.class)
        .hasMessage(folder.resolve("a.json") + ": key is not " + what);
  }
}
