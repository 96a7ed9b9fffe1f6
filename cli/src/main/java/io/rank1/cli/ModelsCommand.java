package io.rank1.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands for model files; without one of them it has nothing but help. */
@Command(
    name = "models",
    header = "Lists, fetches, inspects, verifies and quantizes models.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    description = {
      "",
      "Models are fetched from the Hugging Face hub by 'models pull' and by nothing else, and lie in"
          + " the cache that other programs use too.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Environment:",
      "  HF_HOME, HF_HUB_CACHE  where the cache is; without them, ~/.cache/huggingface/hub",
      "",
      "Examples:",
      "  rank1 models list",
      "  rank1 models pull rank1-7b:Q4_K_M",
      "  rank1 models inspect rank1-7b:Q4_K_M",
      "  rank1 score -m rank1-7b:Q4_K_M -q 'capital of France' -p 'Paris is its capital.'"
    })
final class ModelsCommand {

  @Mixin private CommonOptions common;
}
