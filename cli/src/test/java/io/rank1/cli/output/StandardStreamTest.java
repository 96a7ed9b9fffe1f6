package io.rank1.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StandardStreamTest {

  private static final Path NOTHING = Path.of("/dev/null");

  @TempDir Path dir;

  /** As consoles are since Java 22, where there is one without a terminal too. */
  public record NewConsole(boolean isTerminal) {}

  @Test
  void aConsoleIsAskedWhereItCanAnswer() {
    assertThat(StandardStream.isOnTerminal(new NewConsole(true), NewConsole.class)).isTrue();
    assertThat(StandardStream.isOnTerminal(new NewConsole(false), NewConsole.class)).isFalse();
    assertThat(StandardStream.isOnTerminal("of old", String.class)).isTrue();
    assertThat(StandardStream.isOnTerminal(null, Console.class)).isFalse();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void filesAndWhatSwallowsAllAreNoTerminals() throws Exception {
    Path file = Files.createFile(dir.resolve("err.txt"));
    assertThat(StandardStream.isElsewhere(file, NOTHING)).isTrue();
    assertThat(StandardStream.isElsewhere(NOTHING, NOTHING)).isTrue();
    assertThat(StandardStream.isElsewhere(Path.of("/dev/tty"), NOTHING)).isFalse();
    assertThat(StandardStream.isElsewhere(dir.resolve("missing"), NOTHING)).isFalse();
  }
}
