package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The calling of npm, with a shell in its place. */
@DisabledOnOs(OS.WINDOWS)
class NpmClientTest {

  private static final RuntimePackage WANTED =
      new RuntimePackage("@fake/linux", "1.2.3", new Integrity("sha512-" + "A".repeat(86) + "=="));

  @TempDir Path dir;

  private static NpmClient npm(String script) {
    return new NpmClient(List.of("sh", "-c", script, "npm"));
  }

  @Test
  void npmPacksThePackageIntoTheFolder() throws IOException {
    Path file = npm("echo \"$@\" > fake-linux-1.2.3.tgz").fetch(WANTED, dir);

    assertThat(file).isEqualTo(dir.resolve("fake-linux-1.2.3.tgz"));
    assertThat(file).hasContent("pack @fake/linux@1.2.3 --ignore-scripts");
  }

  @Test
  void theLineThatTellsWhatHappenedIsKept() {
    String script =
        """
        echo 'npm warn config something else' >&2
        echo 'npm error code ENOTFOUND' >&2
        echo 'npm error syscall getaddrinfo' >&2
        echo 'npm error network request failed, reason: no such host' >&2
        echo 'npm error network In most cases you are behind a proxy.' >&2
        echo 'npm error A complete log of this run can be found in: /somewhere' >&2
        exit 7
        """;

    assertThatThrownBy(() -> npm(script).fetch(WANTED, dir))
        .isInstanceOf(IOException.class)
        .hasMessage("npm failed with code 7: network request failed, reason: no such host");
  }

  @Test
  void otherwiseTheLastLineIsKept() {
    assertThatThrownBy(() -> npm("echo one; echo two; exit 1").fetch(WANTED, dir))
        .hasMessage("npm failed with code 1: two");
    assertThatThrownBy(() -> npm("exit 1").fetch(WANTED, dir))
        .hasMessage("npm failed with code 1: it said nothing");
  }

  @Test
  void nothingFetchedIsAnError() {
    assertThatThrownBy(() -> npm("exit 0").fetch(WANTED, dir))
        .hasMessage("npm ended without an error, but fetched nothing");
  }

  @Test
  void aMissingNpmIsNamed() {
    assertThatThrownBy(() -> new NpmClient(List.of("no-such-npm")).fetch(WANTED, dir))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no no-such-npm that can be started");
  }
}
