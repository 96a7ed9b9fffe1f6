package io.rank1.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeaderFuzzTest {

  @TempDir Path folder;

  /** In a heap of 256 MB; the limit on time is for hangs only. */
  @Test
  void mutatedHeadersGiveAReportOrAnError() throws Exception {
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                HeaderFuzz.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(out).strip();
    assertThat(process.exitValue()).as(said).isZero();
    String[] counts = said.split(" ");
    int reports = Integer.parseInt(counts[0]);
    int useless = Integer.parseInt(counts[1]);
    int errors = Integer.parseInt(counts[2]);
    assertThat(reports + useless + errors).isEqualTo(HeaderFuzz.FILES + HeaderFuzz.HEAVY);
    assertThat(reports).as("runs").isPositive();
    assertThat(useless).as("does not run").isGreaterThan(HeaderFuzz.FILES / 50);
    assertThat(errors).as("errors").isGreaterThan(HeaderFuzz.FILES / 4);
  }
}
