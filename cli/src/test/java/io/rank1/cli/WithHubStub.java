package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub with one GGUF file, and a home of its own for what is fetched. */
abstract class WithHubStub {

  static final String GGUF = "rank1-7b.Q4_K_M.gguf";
  static final byte[] CONTENT = content(500_000);

  @TempDir Path dir;
  HubStub hub;

  static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    hub = new HubStub();
    hub.files.put(GGUF, CONTENT);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  Cli cli() {
    Cli cli = new Cli();
    cli.environment.clear();
    cli.environment.put("HF_HOME", dir.resolve("hf").toString());
    cli.environment.put("HF_ENDPOINT", hub.endpoint());
    return cli;
  }

  Cli.Outcome run(Object... words) {
    return cli().run(words);
  }

  Path snapshot(String repository) {
    return dir.resolve("hf/hub/" + repository + "/snapshots/" + HubStub.COMMIT);
  }

  Path pulled() {
    return snapshot("models--mradermacher--rank1-7b-GGUF").resolve(GGUF);
  }

  static void assertOneLine(Cli.Outcome outcome, int code, String... words) {
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("rank1: ").hasLineCount(1);
    assertThat(List.of(words)).allSatisfy(part -> assertThat(outcome.err()).contains(part));
  }
}
