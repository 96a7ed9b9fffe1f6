package io.rank1.llama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.llama.TestRuntime;
import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("llama")
class ChildProcessProbeTest {

  private final RuntimeProbe probe = ChildProcessProbe.ofThisJava();

  @TempDir Path folder;

  @Test
  void reportsWhatALibraryIs() {
    ProbeReport report = probe.run(TestRuntime.folder(), Optional.empty());

    assertThat(report.failure()).isEmpty();
    assertThat(report.description()).contains(TestRuntime.get().description());
    assertThat(report.layout()).contains(TestRuntime.get().layoutName());
    assertThat(report.devices()).hasSameSizeAs(TestRuntime.get().devices());
    assertThat(report.trial()).isEmpty();
  }

  @Test
  void decodesTwoTokens() throws IOException {
    ProbeReport report = probe.run(TestRuntime.folder(), Optional.of(DemoModel.file()));

    assertThat(report.failure()).isEmpty();
    assertThat(report.trial().orElseThrow()).contains(": 2 tokens decoded in ", "P(true) 0.");
  }

  @Test
  void saysWhyAModelIsRefused() throws IOException {
    Path model = Files.writeString(folder.resolve("broken.gguf"), "this is no model");
    ProbeReport report = probe.run(TestRuntime.folder(), Optional.of(model));

    assertThat(report.description()).isPresent();
    assertThat(report.isUsable()).isFalse();
    assertThat(report.problem()).contains("broken.gguf");
  }

  @Test
  void aProcessThatIsEndedFromWithinIsAMessage() {
    List<String> aborts =
        List.of("sh", "-c", "echo 'x.cpp:1: GGML_ASSERT(a == b) failed' >&2; kill -ABRT $$");
    ProbeReport report =
        new ChildProcessProbe(new ChildJava(aborts, Duration.ofSeconds(20)))
            .run(Optional.empty(), Optional.empty());

    assertThat(report.isUsable()).isFalse();
    assertThat(report.problem())
        .contains("ended the process", "GGML_ASSERT(a == b) failed")
        .doesNotContain("\n");
  }

  @Test
  void oneThatHangsIsGivenUp() {
    ProbeReport report =
        new ChildProcessProbe(
                new ChildJava(List.of("sh", "-c", "exec sleep 60"), Duration.ofSeconds(1)))
            .run(Optional.empty(), Optional.empty());

    assertThat(report.problem()).isEqualTo("no answer within 1 s");
  }
}
