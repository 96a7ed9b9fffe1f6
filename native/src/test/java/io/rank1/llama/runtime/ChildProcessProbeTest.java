package io.rank1.llama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.llama.TestRuntime;
import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("llama")
class ChildProcessProbeTest {

  private static final String START = "printf 'rank1-probe\\tSTART\\t\\n'; ";

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

  /** What a shell does in the child's stead. */
  private static ProbeReport report(Duration limit, String script) {
    ChildJava shell = new ChildJava(unused -> List.of("sh", "-c", script), limit);
    return new ChildProcessProbe(shell).run(Optional.empty(), Optional.empty());
  }

  @Test
  void aProcessThatIsEndedFromWithinIsAMessage() {
    ProbeReport report =
        report(
            Duration.ofSeconds(20),
            START + "echo 'x.cpp:1: GGML_ASSERT(a == b) failed' >&2; kill -ABRT $$");

    assertThat(report.isUsable()).isFalse();
    assertThat(report.wasTried()).isTrue();
    assertThat(report.problem())
        .contains("ended the process", "GGML_ASSERT(a == b) failed")
        .doesNotContain("\n");
  }

  @Test
  void oneThatHangsIsGivenUp() {
    ProbeReport report = report(Duration.ofSeconds(1), START + "exec sleep 60");

    assertThat(report.problem()).isEqualTo("no answer within 1 s");
    assertThat(report.wasTried()).isTrue();
  }

  @Test
  void aProcessThatDoesNotComeToLlamaCppHasTriedNothing() {
    Duration limit = Duration.ofSeconds(20);
    ProbeReport report = report(limit, "echo 'Error: Could not find the class' >&2; exit 1");
    assertThat(report.wasTried()).isFalse();
    assertThat(report.problem())
        .isEqualTo("the process did not start (1): Error: Could not find the class");

    String defect = "printf 'rank1-probe\\tDEFECT\\tno such class\\n'";
    assertThat(report(limit, START + defect).wasTried()).isFalse();
    assertThat(report(limit, START + defect).problem()).isEqualTo("no such class");
    assertThat(report(Duration.ofMillis(500), "exec sleep 60").wasTried()).isFalse();
  }

  @Test
  void aProcessThatCannotBeStartedHasTriedNothing() {
    ChildJava absent = new ChildJava(unused -> List.of("/no/such/java"), Duration.ofSeconds(20));
    ProbeReport report = new ChildProcessProbe(absent).run(Optional.empty(), Optional.empty());

    assertThat(report.wasTried()).isFalse();
    assertThat(report.problem()).startsWith("cannot start a process").contains("/no/such/java");
  }

  @Test
  void nothingIsLeftInTheFolderForTemporaryFiles() throws Exception {
    List<Path> used = new ArrayList<>();
    ChildJava writes =
        new ChildJava(
            own -> {
              used.add(own);
              Files.createDirectories(own.resolve("classes/a"));
              Files.writeString(own.resolve("classes/a/B.class"), "");
              return List.of("true");
            },
            Duration.ofSeconds(20));
    writes.run(List.of(), line -> {});

    assertThat(used).hasSize(1);
    assertThat(used.get(0)).doesNotExist();
  }
}
