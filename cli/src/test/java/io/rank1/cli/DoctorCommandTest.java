package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.llama.runtime.ProbeFailure;
import io.rank1.llama.runtime.ProbeReport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

class DoctorCommandTest {

  private static ProbeReport report(List<String> missing, String trial, String failure) {
    return new ProbeReport(
        Optional.of("llama.cpp 9"),
        Optional.of("0.5.0"),
        List.of("CPU (a CPU)"),
        0,
        missing,
        Optional.ofNullable(trial),
        Optional.ofNullable(failure)
            .map(words -> new ProbeFailure(ProbeFailure.Kind.UNUSABLE, words)));
  }

  private static Cli.Outcome run(ProbeReport loaded, ProbeReport tried) {
    return new Cli()
        .withProbe((folder, model) -> model.isPresent() ? tried : loaded)
        .run("doctor", "--runtime", "embedded");
  }

  @Test
  void allIsWell() {
    ProbeReport fine = report(List.of(), "2 tokens decoded", null);
    Cli.Outcome outcome = run(fine, fine);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .anyMatch(line -> line.startsWith("ok       java"))
        .contains(
            "ok       runtime    llama.cpp 9, inside the program",
            "ok       layout     recognised as that of 0.5.0",
            "ok       device     CPU (a CPU)",
            "ok       trial      2 tokens decoded")
        .anyMatch(line -> line.matches("(ok     |warning) +locale +names and arguments .*"))
        .anyMatch(line -> line.startsWith("ok       cache      "))
        .anyMatch(
            line ->
                !OS.LINUX.isCurrentOs()
                    || line.matches("(ok     |warning) +load +.* cores are free of other .*"))
        .anyMatch(line -> line.startsWith("ok       temporary  "))
        .contains("ok       zstd       can be read and written");
  }

  @Test
  void aModelThatCannotBeHadIsAFindingAmongOthers() {
    ProbeReport fine = report(List.of(), "2 tokens decoded", null);
    Cli.Outcome outcome =
        new Cli()
            .withProbe((folder, model) -> fine)
            .run("doctor", "--runtime", "embedded", "-m", "rank1-7b:Q4_K_M");
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out())
        .contains("ok       runtime    ", "failure  model      rank1-7b:Q4_K_M is not in ");
  }

  @Test
  void aWarningIsNoFailure() {
    ProbeReport half = report(List.of("libcudart.so.13: no such file"), "2 tokens", null);
    Cli.Outcome outcome = run(half, half);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("warning  device     libcudart.so.13: no such file; ");
  }

  @Test
  void aFailureIsCode4AndSaysWhatToDo() {
    ProbeReport fine = report(List.of(), null, null);
    Cli.Outcome outcome = run(fine, report(List.of(), null, "llama.cpp ended the process (134)"));

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out())
        .contains("failure  trial      llama.cpp ended the process (134); try another --model");

    Cli.Outcome unloaded = run(ProbeReport.failed("unknown layout"), fine);
    assertThat(unloaded.code()).isEqualTo(4);
    assertThat(unloaded.out())
        .contains("failure  runtime    inside the program: unknown layout; ")
        .doesNotContain("trial");
  }

  @Test
  void aRuntimeThatIsNotThereIsAFinding() {
    Cli.Outcome outcome = new Cli().run("doctor", "--runtime", "no-such-runtime");

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out()).contains("failure  runtime    no llama.cpp of the name no-such");
  }
}
