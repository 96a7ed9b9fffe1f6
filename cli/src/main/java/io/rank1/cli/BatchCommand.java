package io.rank1.cli;

import io.rank1.cli.batch.Batch;
import io.rank1.cli.batch.TableInput;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.PairSource;
import io.rank1.cli.job.Job;
import io.rank1.cli.job.JobFiles;
import io.rank1.cli.job.JobSettings;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.FileSink;
import io.rank1.cli.output.LineSink;
import io.rank1.cli.output.OutputFormat;
import io.rank1.cli.output.StandardStream;
import io.rank1.cli.results.OutputFile;
import io.rank1.cli.results.Outputs;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.profile.PromptRules.TitlePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      "Scores a table of pairs. On standard output results come in the order of the input, each as"
          + " soon as it and all before it are there. Files (-o) are written when all results are"
          + " there; until then a journal beside them keeps what is done, and the same command"
          + " started again goes on from there.",
      ""
    },
    footer = {
      "",
      "Input: UTF-8, plain or packed with gzip or zstd, one pair a line, columns separated by tabs: query"
          + " and passage, or qid, docid, query and passage. The first line decides, and is no header:"
          + " one of columns' names alone is refused. A file is"
          + " checked before the model is loaded; on standard input a bad line ends the run after"
          + " all lines before it are scored.",
      "",
      "Output as tsv: qid, docid, score, label, finish_reason; without identifiers: line, score,"
          + " label, finish_reason. There is no header. A pair without a score has an empty score"
          + " and label, and the cause in one more column.",
      "Output as jsonl: the fields of 'rank1 score --json' but for timings, with qid and docid, or"
          + " line, in front.",
      "Output as trec and mteb, for tables with identifiers: as 'rank1 rerank' writes them; of a"
          + " docid that comes twice for a qid, the better one.",
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
      names = "--format",
      paramLabel = "trec|mteb|mteb2|tsv|jsonl",
      description =
          "What results look like (default: as -o says, else tsv). Must not contradict the suffixes"
              + " of outputs. Standard output can have tsv and jsonl.")
  private OutputFormat format;

  @Mixin private JobOptions job;
  @Mixin private ModelOptions model;
  @Mixin private CommonOptions common;

  BatchCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    ScorerSettings settings = model.settings(host.environment());
    PairSource source = source(settings.method().profile().prompt().titlePlace());
    List<OutputFile> files = job.files(format, OutputFormat.TSV);
    files.forEach(file -> requireOther(source, file.path()));
    boolean streams =
        files.isEmpty()
            || !source.isReadableAgain()
            || files.stream().anyMatch(file -> isDevice(file.path()));
    return (streams ? stream(source, files, settings) : runJob(source, files, settings)).number();
  }

  private ExitCode runJob(PairSource source, List<OutputFile> files, ScorerSettings settings) {
    Outputs outputs = job.outputs(files);
    JobSettings jobSettings = job.settings(outputs, host.terminals());
    JobFiles.check(outputs.paths(), jobSettings, source.file().stream().toList());
    return new Job(
            new TableInput(source),
            outputs,
            jobSettings,
            host.signals(),
            spec.commandLine().getErr())
        .run(settings, this::open);
  }

  /** What cannot be read twice, or not be moved into place, goes through in one piece. */
  private ExitCode stream(PairSource source, List<OutputFile> files, ScorerSettings settings) {
    job.requireNoJournal();
    if (files.size() > 1) {
      throw CommandException.usage("several outputs need a file to read and files to write");
    }
    OutputFormat chosen = files.isEmpty() ? ofStandardOutput() : files.get(0).format();
    Batch batch = new Batch(spec.commandLine().getErr(), display(), host.hooks());
    try (LineSink sink = sink(files)) {
      return batch.run(source, sink, chosen, () -> open(settings));
    } catch (IOException e) {
      throw CommandException.usage("cannot write the results: " + IoProblem.describe(e));
    }
  }

  private OutputFormat ofStandardOutput() {
    return format == null ? OutputFormat.TSV : format;
  }

  private Scorer open(ScorerSettings settings) {
    Scorer scorer = host.opener().open(settings);
    Notices.print(scorer, spec.commandLine().getErr());
    return scorer;
  }

  private PairSource source(TitlePlace titles) {
    try {
      return PairSource.of(pairs, host.stdin(), titles);
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  private LineSink sink(List<OutputFile> files) {
    if (files.isEmpty()) {
      return new ConsoleSink(spec.commandLine().getOut(), host.terminals());
    }
    FileSink.Existing existing =
        job.isOverwrite() ? FileSink.Existing.REPLACE : FileSink.Existing.KEEP;
    return FileSink.open(files.get(0).path(), files.get(0).packing(), existing);
  }

  private static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  private static void requireOther(PairSource source, Path output) {
    try {
      Path input = source.file().orElse(null);
      if (input != null
          && Files.exists(input)
          && Files.exists(output)
          && Files.isSameFile(input, output)) {
        throw CommandException.usage("input and output are the same file: " + output);
      }
    } catch (IOException e) {
      throw CommandException.usage("cannot write " + output + ": " + IoProblem.describe(e));
    }
  }

  private Batch.Display display() {
    if (job.isQuiet()) {
      return Batch.Display.NOTHING;
    }
    Set<StandardStream> terminals = host.terminals();
    // Results on the same terminal show the progress themselves, and a rewritten line among them
    // could not be read.
    boolean resultsShown = !job.hasOutputs() && terminals.contains(StandardStream.OUT);
    return terminals.contains(StandardStream.ERR) && !resultsShown
        ? Batch.Display.PROGRESS
        : Batch.Display.SUMMARY;
  }
}
