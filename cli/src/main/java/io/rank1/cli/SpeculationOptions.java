package io.rank1.cli;

import io.rank1.core.speculate.DraftLength;
import io.rank1.llama.Drafts;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for decoding by guesses, which change how fast a chain is decoded and nothing else. */
final class SpeculationOptions {

  @Option(
      names = "--speculate",
      paramLabel = "N|auto",
      converter = DraftTokens.class,
      description =
          "Guess N tokens ahead (1 to 16), from what prompt and reasoning say already, and check"
              + " them in one step: faster where the reasoning quotes and few pairs run at once,"
              + " with the same results but for near-ties. auto guesses 4 while that pays"
              + " (default: no guesses).")
  private DraftLength length;

  Optional<Drafts> drafts() {
    return Optional.ofNullable(length).map(Drafts::new);
  }
}
