package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.job.JobSettings;
import io.rank1.cli.job.ProgressMode;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.output.OutputFormat;
import io.rank1.cli.output.StandardStream;
import io.rank1.cli.results.OutputFile;
import io.rank1.cli.results.Outputs;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options of the commands that score many pairs: outputs, journal, progress. */
final class JobOptions {

  /** Progress as it is asked for. */
  private enum Progress {
    AUTO,
    TERMINAL,
    LINES,
    JSON,
    NONE
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "[FORMAT:]FILE",
      description =
          "Where results go, when all are there; may be given several times. FORMAT is trec, mteb,"
              + " mteb2, tsv or jsonl; without it the suffix decides (.run and .trec, .json, .tsv,"
              + " .jsonl). Behind it, .gz and .zst say that the file is packed.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--run-tag",
      paramLabel = "TAG",
      defaultValue = "rank1",
      description = "The last column of trec outputs (default: rank1).")
  private String tag;

  @Option(names = "--overwrite", description = "Replace outputs that are there.")
  private boolean overwrite;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "Where every result is kept as soon as it is there (default: the first output's name and"
              + " .journal). The same command started again goes on from it.")
  private Path journal;

  @Option(
      names = "--restart",
      description = "Put a journal that is there aside, under its name and .old, and start anew.")
  private boolean restart;

  @Option(
      names = "--reuse",
      paramLabel = "JOURNAL",
      description =
          "Take results from the journal of another job, for pairs with the same prompt, model,"
              + " llama.cpp and settings; may be given several times.")
  private List<Path> reuse = new ArrayList<>();

  @Option(names = "--retry-failed", description = "Score pairs again that have failed before.")
  private boolean retryFailed;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      converter = PositiveInt.class,
      description = "Stop after so many pairs that could not be scored (default: never).")
  private int maxFailures;

  @Option(
      names = "--progress",
      paramLabel = "auto|terminal|lines|json|none",
      defaultValue = "auto",
      description =
          "Show progress on standard error: on one line that is rewritten, on a line every 30 s, as"
              + " a JSON object every 5 s, or not at all (default: terminal on a terminal, else"
              + " lines).")
  private Progress progress;

  @Option(names = "--quiet", description = "Show neither progress nor summary.")
  private boolean quiet;

  boolean isQuiet() {
    return quiet;
  }

  boolean isOverwrite() {
    return overwrite;
  }

  /** Whether there is any output. */
  boolean hasOutputs() {
    return !outputs.isEmpty();
  }

  /**
   * The outputs in their order.
   *
   * @param asked the format of those that name none, whatever their suffix; null for none
   * @param otherwise the format of those whose suffix tells none
   */
  List<OutputFile> files(OutputFormat asked, OutputFormat otherwise) {
    try {
      return outputs.stream()
          .map(argument -> OutputFile.parse(argument, asked, otherwise))
          .toList();
    } catch (InvalidPathException e) {
      throw CommandException.usage("not a file name: " + e.getInput());
    }
  }

  Outputs outputs(List<OutputFile> files) {
    return new Outputs(files, tag);
  }

  /** Refuses what only jobs with a journal can do. */
  void requireNoJournal() {
    if (progress != Progress.AUTO) {
      throw CommandException.usage("--progress needs a file to read and a file to write (-o)");
    }
    if (journal != null || restart || retryFailed || maxFailures > 0 || !reuse.isEmpty()) {
      throw CommandException.usage(
          "a journal needs a file to read and a file to write (-o);"
              + " --journal, --restart, --reuse, --retry-failed and --max-failures do not go with"
              + " standard input or output");
    }
  }

  JobSettings settings(Outputs files, Set<StandardStream> terminals) {
    return new JobSettings(
        journal == null ? beside(files) : journal,
        restart ? Journal.Existing.RESTART : Journal.Existing.RESUME,
        reuse,
        retryFailed ? JobSettings.FailedPairs.RETRY : JobSettings.FailedPairs.KEEP,
        overwrite,
        maxFailures == 0 ? OptionalInt.empty() : OptionalInt.of(maxFailures),
        mode(terminals),
        !quiet);
  }

  /** A dry run may have no outputs, and then there is no journal to look at. */
  private static Path beside(Outputs outputs) {
    if (outputs.files().isEmpty()) {
      return Path.of(".rank1.journal");
    }
    Path first = outputs.files().get(0).path();
    return first.resolveSibling(first.getFileName() + ".journal");
  }

  private ProgressMode mode(Set<StandardStream> terminals) {
    if (quiet) {
      return ProgressMode.NONE;
    }
    return switch (progress) {
      case AUTO ->
          terminals.contains(StandardStream.ERR) ? ProgressMode.TERMINAL : ProgressMode.LINES;
      case TERMINAL -> ProgressMode.TERMINAL;
      case LINES -> ProgressMode.LINES;
      case JSON -> ProgressMode.JSON;
      case NONE -> ProgressMode.NONE;
    };
  }
}
