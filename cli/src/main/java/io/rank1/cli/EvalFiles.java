package io.rank1.cli;

import io.rank1.cli.eval.Evaluator;
import io.rank1.cli.eval.InstructionEvaluator;
import io.rank1.cli.eval.Measure;
import io.rank1.cli.eval.PairMeasure;
import io.rank1.cli.eval.QueryPairEvaluator;
import io.rank1.cli.eval.RunTitles;
import io.rank1.cli.eval.TopicEvaluator;
import io.rank1.cli.eval.TopicMeasure;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import io.rank1.cli.input.TextSource;
import io.rank1.cli.trec.ChangedDocuments;
import io.rank1.cli.trec.ChangedDocumentsReader;
import io.rank1.cli.trec.Qrels;
import io.rank1.cli.trec.QrelsReader;
import io.rank1.cli.trec.QueryPairsReader;
import io.rank1.cli.trec.Run;
import io.rank1.cli.trec.RunReader;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is measured, and by what: a mixin. */
final class EvalFiles {

  private final InputStream stdin;
  private final List<String> notes = new ArrayList<>();

  @Parameters(
      index = "0",
      paramLabel = "QRELS",
      description =
          "What is right: judgements, or for pairs of queries a file of their own (below).")
  private Path qrels;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "RUN",
      description = "Rankings; the first is what others are compared with. One may be -.")
  private List<Path> runs;

  @Option(
      names = "--changed-qrels",
      paramLabel = "QRELS",
      description =
          "For p-MRR: the judgements under the changed instructions, where QRELS has only those"
              + " under the original ones.")
  private Path changedQrels;

  @Option(
      names = "--changed-run",
      paramLabel = "RUN",
      description =
          "For p-MRR: the rankings under the changed instructions, where RUN has only those under"
              + " the original ones. Once for each RUN, in their order.")
  private List<Path> changedRuns = List.of();

  /**
   * @param stdin what {@code -} stands for
   */
  EvalFiles(InputStream stdin) {
    this.stdin = stdin;
  }

  /** What was odd in the files that were read so far, one line each. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** The file of judgements. */
  String qrels() {
    return qrels.toString();
  }

  /** What the runs are called. */
  List<String> titles() {
    return RunTitles.of(runs);
  }

  /**
   * What measures the runs.
   *
   * @throws CommandException when measures and files do not go together
   * @throws InputException when a file is bad
   */
  Evaluator evaluator(Set<Measure> measures) throws InputException {
    requireOneStdin();
    boolean changes = measures.contains(PairMeasure.P_MRR);
    if (!changes && (changedQrels != null || !changedRuns.isEmpty())) {
      throw CommandException.usage("--changed-qrels and --changed-run are for -m p-MRR");
    }
    List<TopicMeasure> ofTopics =
        measures.stream()
            .filter(TopicMeasure.class::isInstance)
            .map(TopicMeasure.class::cast)
            .toList();
    if (ofTopics.size() == measures.size()) {
      Qrels judged = QrelsReader.read(qrels);
      notes.addAll(judged.notes());
      return new TopicEvaluator(judged, ofTopics);
    }
    if (measures.size() > 1) {
      throw CommandException.usage(
          "p-MRR and pairwise_accuracy have a value for two queries, others for one; ask for each of"
              + " the two alone");
    }
    return changes
        ? new InstructionEvaluator(changes())
        : new QueryPairEvaluator(QueryPairsReader.read(qrels));
  }

  private ChangedDocuments changes() throws InputException {
    if (!changedRuns.isEmpty() && changedRuns.size() != runs.size()) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "--changed-run: %d of them for %d RUN; there has to be one for each",
              changedRuns.size(),
              runs.size()));
    }
    return changedQrels == null
        ? ChangedDocumentsReader.read(qrels)
        : ChangedDocumentsReader.read(qrels, changedQrels);
  }

  private void requireOneStdin() {
    List<Path> read =
        Stream.concat(runs.stream(), changedRuns.stream()).filter(EvalFiles::isStdin).toList();
    if (read.size() > 1) {
      throw CommandException.usage("standard input can be only one of the runs");
    }
  }

  private static boolean isStdin(Path file) {
    return TextSource.isStdin(file.toString());
  }

  /**
   * Reads a run.
   *
   * @param index from 0
   * @throws InputException when a file is bad
   */
  Run run(int index) throws InputException {
    Run run = read(runs.get(index));
    return changedRuns.isEmpty() ? run : Run.ofBoth(run, read(changedRuns.get(index)));
  }

  private Run read(Path path) throws InputException {
    try (OpenedFile file =
        isStdin(path) ? OpenedFile.standardInput(stdin) : OpenedFile.open(path)) {
      Run run = RunReader.read(file);
      notes.addAll(run.notes());
      return run;
    }
  }
}
