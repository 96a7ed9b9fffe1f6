package io.rank1.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands for llama.cpp itself; without one of them it has nothing but help. */
@Command(
    name = "runtime",
    header = "Lists, installs and removes llama.cpp runtimes.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    description = {
      "",
      "A runtime is llama.cpp as a set of shared libraries. One for the CPU is inside the program;"
          + " newer ones, and ones for graphics cards, can be installed beside it.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Environment:",
      "  RANK1_DATA  folder for installed runtimes",
      "",
      "Examples:",
      "  rank1 runtime list",
      "  rank1 runtime install cuda",
      "  rank1 runtime remove cuda"
    })
final class RuntimeCommand {

  @Mixin private CommonOptions common;
}
