package io.rank1.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadFindingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2.0  | 2 | ok       load       2.0 of 2 cores are free of other processes
          1.7  | 2 | ok       load       1.7 of 2 cores are free of other processes
          7.8  | 4 | ok       load       4.0 of 4 cores are free of other processes
          """)
  void coresThatAreFreeAreWell(double free, int planned, String line) {
    assertThat(LoadFinding.of(free, planned).line()).isEqualTo(line);
  }

  @Test
  void theOnlyThreadIsKept() {
    assertThat(LoadFinding.of(0.4, 1).line())
        .startsWith("warning  load       0.4 of 1 cores are free of other processes: a pair takes")
        .contains("a pair takes longer; end other programs");
  }

  @ParameterizedTest
  @CsvSource({"0, 2, 0.0, 1", "1.2, 2, 1.2, 1", "2.7, 4, 2.7, 3"})
  void aBusyMachineIsAWarningThatSaysWhatItMeans(
      double free, int planned, String shown, int threads) {
    assertThat(LoadFinding.of(free, planned).line())
        .isEqualTo(
            "warning  load       %s of %d cores are free of other processes: a pair takes longer,"
                + " as llama.cpp computes with %d of %d threads while it is so; end other programs,"
                + " or wait for them",
            shown, planned, threads, planned);
  }
}
