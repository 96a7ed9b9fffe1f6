package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.speculate.DraftLength;
import io.rank1.core.speculate.SpeculationStats;
import io.rank1.llama.Drafts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeculationOptionsTest {

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          score -q a -p b --speculate 0  | '0' is neither auto nor a number from 1 to 16
          score -q a -p b --speculate 17 | '17' is neither auto nor a number from 1 to 16
          score -q a -p b --speculate on | 'on' is neither auto nor a number from 1 to 16
          bench --draft-model=            | --draft-model is empty
          bench --draft-model rank1-0.5b:nothing | no GGUF file of rank1-0.5b is known
          bench --speculate 4 --backend-sampling on | speculation reads a row of logits after each guess
          bench --speculate 4 --parallel 8 --batch 32 | a batch of 32 tokens cannot hold 4 guesses of each of 8 pairs
          bench --speculate 4 --batch 32 --compare-parallel 8 | --compare-parallel: a batch of 32 tokens cannot hold
          """)
  void whatMakesNoSenseIsRefused(String command, String why) {
    Cli.Outcome outcome = new Cli().run((Object[]) command.split(" "));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({"auto, 4, WHILE_IT_PAYS", "7, 7, ALWAYS"})
  void everyCommandThatScoresGuesses(String given, int most, DraftLength.When when)
      throws IOException {
    Path pairs = Files.writeString(dir.resolve("pairs.tsv"), "a\tb\n");
    Cli cli = new Cli();
    cli.run("score", "-q", "a", "-p", "b", "--speculate", given);
    cli.run("batch", pairs, "--speculate", given);
    cli.run("bench", "--speculate", given);
    assertThat(cli.opened).hasSize(3);
    assertThat(cli.opened)
        .allSatisfy(
            settings -> {
              Optional<Drafts> drafts = settings.drafts();
              assertThat(drafts).map(Drafts::length).contains(new DraftLength(most, when));
              assertThat(settings.context().drafts()).isEqualTo(most);
            });
    cli.run("score", "-q", "a", "-p", "b");
    assertThat(cli.opened.get(3)).extracting(ScorerSettings::drafts).isEqualTo(Optional.empty());
  }

  @Test
  void aDraftModelMeansAutoUnlessANumberIsGiven() {
    Cli cli = new Cli();
    cli.run("bench", "--draft-model", "small.gguf");
    cli.run("bench", "--draft-model", "small.gguf", "--speculate", 9);
    Optional<Path> small = Optional.of(Path.of("small.gguf"));
    assertThat(cli.opened)
        .extracting(settings -> settings.drafts().orElseThrow())
        .containsExactly(
            new Drafts(DraftLength.AUTO, small), new Drafts(DraftLength.always(9), small));
  }

  private static Cli guessing() {
    return new Cli().withScorer(FakeScorer.simple().guessing(new SpeculationStats(200, 50, 3)));
  }

  @Test
  void countsAreShownWhereThereAreGuesses() throws IOException {
    assertThat(guessing().run("bench").out())
        .containsPattern("tokens guessed +0\n")
        .containsPattern("  of them right +0.0 %\n");
    assertThat(guessing().run("bench", "--json").out()).contains("\"drafted_tokens\":0,");
    assertThat(new Cli().run("bench").out()).doesNotContain("guessed");

    Path pairs = Files.writeString(dir.resolve("pairs.tsv"), "a\tb\n");
    String line = "guesses: 200 tokens, 50 of them right (25 %), turned off 3 times";
    assertThat(guessing().run("batch", pairs).err()).contains("rank1: " + line);
    assertThat(guessing().run("batch", pairs, "-o", dir.resolve("a.tsv")).err()).contains(line);
    Cli.Outcome json =
        guessing().run("batch", pairs, "-o", dir.resolve("b.tsv"), "--progress", "json");
    assertThat(json.err())
        .contains("\"drafted_tokens\":200,\"accepted_tokens\":50,\"drafts_turned_off\":3,");
  }
}
