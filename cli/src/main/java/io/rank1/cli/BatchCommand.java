package io.rank1.cli;

import io.rank1.cli.batch.Batch;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.PairSource;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.FileSink;
import io.rank1.cli.output.LineSink;
import io.rank1.cli.output.OutputFormat;
import io.rank1.cli.output.StandardStream;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores a table of pairs. */
@Command(
    name = "batch",
    header = "Scores a table of pairs.",
    sortOptions = false,
    description = {
      "",
      "Scores a table of pairs. Results come in the order of the input, each as soon as it and all"
          + " before it are there.",
      ""
    },
    footer = {
      "",
      "Input: UTF-8, plain or packed with gzip or zstd, one pair a line, columns separated by tabs: query"
          + " and passage, or qid, docid, query and passage. The first line decides. A file is"
          + " checked before the model is loaded; on standard input a bad line ends the run after"
          + " all lines before it are scored.",
      "",
      "Output as tsv: qid, docid, score, label, finish_reason; without identifiers: line, score,"
          + " label, finish_reason. There is no header. A pair without a score has an empty score"
          + " and label, and the cause in one more column.",
      "Output as jsonl: the fields of 'rank1 score --json', with qid and docid, or line, in front.",
      "",
      "Environment:",
      "  RANK1_MODEL    the model to use when --model is not given; without it, the demo model",
      "  RANK1_RUNTIME  the llama.cpp to use when --runtime is not given; without it, auto",
      "",
      "Examples:",
      "  rank1 batch -m rank1-7b.Q4_K_M.gguf pairs.tsv -o scores.tsv",
      "  zcat pairs.tsv.gz | rank1 batch - --format jsonl > scores.jsonl"
    })
final class BatchCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PAIRS", description = "The table, or - for standard input.")
  private String pairs;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "Where the results go (default: standard output).")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "tsv|jsonl",
      description = "What results look like (default: jsonl for .jsonl and .json, else tsv).")
  private OutputFormat format;

  @Option(names = "--overwrite", description = "Replace OUT if it is there.")
  private boolean overwrite;

  @Option(names = "--quiet", description = "Show neither progress nor summary.")
  private boolean quiet;

  @Mixin private ModelOptions model;
  @Mixin private CommonOptions common;

  BatchCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    ScorerSettings settings = model.settings(host.environment());
    PairSource source = source();
    Batch batch = new Batch(spec.commandLine().getErr(), display(), host.hooks());
    try (LineSink sink = sink(source)) {
      return batch.run(source, sink, format(), () -> open(settings)).number();
    } catch (IOException e) {
      throw CommandException.usage("cannot write the results: " + IoProblem.describe(e));
    }
  }

  private Scorer open(ScorerSettings settings) {
    Scorer scorer = host.opener().open(settings);
    Notices.print(scorer, spec.commandLine().getErr());
    return scorer;
  }

  private PairSource source() {
    try {
      return PairSource.of(pairs, host.stdin());
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  private LineSink sink(PairSource source) throws IOException {
    if (output == null) {
      return new ConsoleSink(spec.commandLine().getOut());
    }
    Path input = source.file().orElse(null);
    if (input != null
        && Files.exists(input)
        && Files.exists(output)
        && Files.isSameFile(input, output)) {
      throw CommandException.usage("input and output are the same file: " + output);
    }
    return FileSink.open(output, overwrite ? FileSink.Existing.REPLACE : FileSink.Existing.KEEP);
  }

  private OutputFormat format() {
    if (format != null) {
      return format;
    }
    return output == null ? OutputFormat.TSV : OutputFormat.bySuffix(output);
  }

  private Batch.Display display() {
    if (quiet) {
      return Batch.Display.NOTHING;
    }
    Set<StandardStream> terminals = host.terminals();
    // Results on the same terminal show the progress themselves, and a rewritten line among them
    // could not be read.
    boolean resultsShown = output == null && terminals.contains(StandardStream.OUT);
    return terminals.contains(StandardStream.ERR) && !resultsShown
        ? Batch.Display.PROGRESS
        : Batch.Display.SUMMARY;
  }
}
