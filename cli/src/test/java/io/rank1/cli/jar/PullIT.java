package io.rank1.cli.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.HubStub;
import io.rank1.cli.jar.JarProcess.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls of the runnable jar from a server on this machine, in processes that are ended. */
class PullIT {

  private static final String FILE = "rank1-7b.Q2_K.gguf";
  private static final byte[] CONTENT = new byte[3_000_000];

  static {
    new Random(1).nextBytes(CONTENT);
  }

  @TempDir Path folder;
  private HubStub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new HubStub();
    hub.files.put(FILE, CONTENT);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private ProcessBuilder pull() {
    ProcessBuilder builder =
        new JarProcess(folder).builder("models", "pull", "rank1-7b:Q2_K").redirectErrorStream(true);
    builder.environment().put("HF_HOME", folder.resolve("hf").toString());
    builder.environment().put("HF_ENDPOINT", hub.endpoint());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    builder.environment().keySet().removeIf(name -> name.matches("HF_(TOKEN|HUB_).*"));
    return builder;
  }

  private Path partial() {
    return folder.resolve(
        "hf/hub/models--mradermacher--rank1-7b-GGUF/blobs/"
            + HubStub.sha256(CONTENT)
            + ".rank1.incomplete");
  }

  /** Waits until a process has fetched something. */
  private void awaitBytes(Process process) throws IOException, InterruptedException {
    while (!Files.exists(partial()) || Files.size(partial()) == 0) {
      assertThat(process.waitFor(100, TimeUnit.MILLISECONDS)).as("ended early").isFalse();
    }
  }

  private Ended end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), said, "");
  }

  @Test
  void aProcessGoesOnWhereAnotherWasKilled() throws Exception {
    hub.cutAfter = 2_000_000;
    hub.silent = true;
    Process killed = pull().start();
    awaitBytes(killed);
    killed.destroyForcibly();
    assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();

    hub.cutAfter = 200_000;
    Process interrupted = pull().start();
    awaitRange();
    interrupted.toHandle().destroy(); // without closing what it says
    Ended stopped = end(interrupted);
    assertThat(stopped.code()).isEqualTo(143); // what SIGTERM gives; SIGINT gives 130
    assertThat(stopped.out()).contains("rank1: interrupted; ", "the same command goes on");

    hub.cutAfter = Integer.MAX_VALUE;
    Ended whole = end(pull().start());
    assertThat(whole.code()).isZero();
    assertThat(whole.out()).contains("going on after ", ": whole, SHA-256 ");
    assertThat(Path.of(whole.out().strip().replaceFirst("(?s).*\\n", "")))
        .hasBinaryContent(CONTENT);
    assertThat(partial()).doesNotExist();
  }

  private void awaitRange() throws InterruptedException {
    while (hub.requests.stream().noneMatch(request -> request.contains("bytes="))) {
      Thread.sleep(20);
    }
  }

  @Test
  void oneProcessWaitsForTheOther() throws Exception {
    hub.cutAfter = 2_000_000;
    hub.silent = true;
    Process first = pull().start();
    awaitBytes(first);
    Process second = pull().start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = second.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.contains("is being fetched by another pull")) {
        line = lines.readLine();
      }
      assertThat(line).as("the second waits").isNotNull();
      first.destroyForcibly();
      hub.cutAfter = Integer.MAX_VALUE;
      lines.lines().forEach(rest -> said.append(rest).append('\n'));
    }
    assertThat(second.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isZero();
    assertThat(said.toString()).contains("going on after ", ": whole, SHA-256 ");
  }
}
