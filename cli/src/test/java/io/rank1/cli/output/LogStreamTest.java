package io.rank1.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LogStreamTest {

  private static final String STEERING = "ü\u001b[31m\u009b1m\u202e";

  /** In all ways in which loggers and the Java machine print. */
  @Test
  void takesOutWhatSteersATerminal() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (LogStream log = new LogStream(bytes)) {
      log.println(STEERING + "\nb");
      log.println(new StringBuilder(STEERING));
      log.print(STEERING);
      log.print((Object) STEERING);
      log.println();
      log.printf(Locale.ROOT, "%s%n", STEERING);
      log.append(STEERING).append('\n');
      new IllegalStateException(STEERING).printStackTrace(log);
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text)
        .startsWith(
            """
            ü?[31m?1m
            b
            ü?[31m?1m
            ü?[31m?1mü?[31m?1m
            """)
        .contains("java.lang.IllegalStateException: ü?[31m?1m\n    at ")
        .doesNotContain("\u001b", "\u009b", "\u202e");
  }
}
