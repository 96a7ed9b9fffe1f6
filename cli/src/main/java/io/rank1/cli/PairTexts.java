package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.TextSource;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.profile.Profile;
import java.io.InputStream;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Options that name the texts of one pair. */
final class PairTexts {

  @Option(
      names = {"-q", "--query"},
      required = true,
      preprocessor = FreeText.class,
      paramLabel = "TEXT|@FILE|-",
      description =
          "The query, as text, in a file, or on standard input. A text that begins with @ is written"
              + " with two: @@.")
  private String query;

  @Option(
      names = {"-p", "--passage"},
      required = true,
      preprocessor = FreeText.class,
      paramLabel = "TEXT|@FILE|-",
      description = "The passage, given in the same ways.")
  private String passage;

  @Option(
      names = "--instruction",
      preprocessor = FreeText.class,
      paramLabel = "TEXT|@FILE|-",
      description =
          "What makes a passage relevant, given in the same ways; put behind the query, or where"
              + " the profile has it.")
  private String instruction;

  @Option(
      names = "--title",
      preprocessor = FreeText.class,
      paramLabel = "TEXT|@FILE|-",
      description =
          "The passage's title, given in the same ways; put before it, or where the profile has it.")
  private String title;

  /**
   * Refuses a text that the prompt has no place for.
   *
   * @throws CommandException when there is one
   */
  void requireFit(Profile profile) {
    if (instruction != null && !profile.prompt().takesInstruction()) {
      throw CommandException.usage(
          "the prompt of the profile " + profile.name() + " has no place for --instruction");
    }
  }

  /**
   * The pair.
   *
   * @param stdin where a text may come from
   * @throws CommandException when a text cannot be read
   */
  RerankRequest request(InputStream stdin) {
    String asked = instruction == null ? "" : instruction;
    if (Stream.of(query, asked, passage, title == null ? "" : title)
            .filter(TextSource::isStdin)
            .count()
        > 1) {
      throw CommandException.usage("only one of the texts can come from standard input");
    }
    TextSource texts = new TextSource(stdin);
    try {
      return RerankRequest.builder(texts.read("--query", query), texts.read("--passage", passage))
          .instruction(texts.read("--instruction", asked))
          .title(texts.read("--title", title == null ? "" : title))
          .build();
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    }
  }
}
