package io.rank1.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands for profiles; without one of them it has nothing but help. */
@Command(
    name = "prompt",
    header = "Shows what models are asked, to the byte.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    description = {
      "",
      "A profile says of a family of rerankers what its models are asked and how their answers are"
          + " read. Some come with the program; a profile for a model of your own is a file of JSON,"
          + " which --profile takes in their place.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  rank1 prompt list",
      "  rank1 prompt show qwen3-reranker > mine.json",
      "  rank1 prompt render --profile mine.json -q 'what is x?' -p 'x is y.'"
    })
final class PromptCommand {

  @Mixin private CommonOptions common;
}
