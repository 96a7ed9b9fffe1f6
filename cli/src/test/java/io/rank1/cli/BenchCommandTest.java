package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

  @Test
  void printsATable() {
    Cli cli = new Cli();
    Cli.Outcome outcome = cli.run("bench", "--sequences", 3, "--rounds", 2, "--think-tokens", 9);
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("fake.gguf", "fake runtime", "no plan", "pairs/s", "slot occupancy")
        .containsPattern("pairs scored +6\n")
        .containsPattern("full decode step, ms +1\\.50\n")
        .doesNotContain("ratio");
    assertThat(cli.opened)
        .singleElement()
        .satisfies(settings -> assertThat(settings.engine().thinking().maxTokens()).isEqualTo(9));
  }

  @Test
  void makesPromptsOfTheLengthAskedFor() {
    // The fake counts a character as a token, so that words differ much in length.
    Cli.Outcome outcome = new Cli().run("bench", "--prompt-tokens", 500, "--json");
    String tokens = outcome.out().replaceAll(".*\"prompt_tokens\":(\\d+).*\n", "$1");
    assertThat(Integer.parseInt(tokens)).isBetween(350, 650);
    assertThat(outcome.out()).contains("\"decode_steps\":8,\"decode_step_ms\":1.5,");
  }

  @Test
  void comparesWithAnotherDegreeOfParallelism() {
    Cli cli = new Cli();
    Cli.Outcome outcome = cli.run("bench", "--parallel", 4, "--compare-parallel", 1, "--json");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith("{\"model\":").contains("\"ratio\":").hasLineCount(1);
    assertThat(cli.opened)
        .extracting(settings -> settings.context().parallel())
        .containsExactly(4, 1);
  }

  @Test
  void tellsPairsThatFail() {
    Cli cli =
        new Cli()
            .withScorer(
                new FakeScorer(
                    request ->
                        CompletableFuture.completedFuture(
                            RerankResult.without(FinishReason.FAILED, "too long", 0))));
    assertThat(cli.run("bench"))
        .isEqualTo(new Cli.Outcome(3, "", "rank1: a pair could not be scored: too long\n"));
  }
}
