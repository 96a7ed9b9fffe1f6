package io.rank1.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command without a subcommand: it has nothing but help and version. */
@Command(
    name = "rank1",
    version = "rank1",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "",
      "Tells how relevant a passage is to a query, with rank1, a language model that reasons before"
          + " it answers. The model runs in this process, on the CPU or on GPUs.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Environment:",
      "  RANK1_MODEL    the model to use when --model is not given; without it, the demo model",
      "  RANK1_RUNTIME  the llama.cpp to use when --runtime is not given; without it, auto",
      "  RANK1_CACHE    folder for the unpacked native libraries and demo model",
      "  RANK1_DATA     folder for installed runtimes",
      "  HF_HOME        folder of the Hugging Face cache; 'models pull --help' names more",
      "",
      "Examples:",
      "  rank1 score -q 'the county of Colton' -p 'Colton is a town in New York.'",
      "  rank1 models pull rank1-7b:Q4_K_M",
      "  rank1 rerank --run bm25.run --topics topics.tsv --corpus corpus.jsonl.gz \\",
      "      -m rank1-7b:Q4_K_M -o rank1.run -o rank1.jsonl",
      "  rank1 view rank1.jsonl --html rank1.html",
      "  rank1 eval qrels bm25.run rank1.run",
      "  rank1 batch -m rank1-7b:Q4_K_M pairs.tsv -o scores.tsv",
      "  source <(rank1 completion)"
    })
final class Rank1Command {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the versions of rank1, llama.cpp and Java, and exit.")
  private boolean version;
}
