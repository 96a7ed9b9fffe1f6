package io.rank1.cli;

import io.rank1.cli.eval.EvalJson;
import io.rank1.cli.eval.EvalReport;
import io.rank1.cli.eval.EvalTable;
import io.rank1.cli.eval.Evaluator;
import io.rank1.cli.eval.Measure;
import io.rank1.cli.eval.RunScores;
import io.rank1.cli.eval.RunTitles;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.input.InputException;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.trec.Qrels;
import io.rank1.cli.trec.QrelsReader;
import io.rank1.cli.trec.RunReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures rankings by judgements. */
@Command(
    name = "eval",
    header = "Tool: measures rankings by judgements of relevance.",
    sortOptions = false,
    description = {
      "",
      "Measures how good rankings are by what judges said, with the measures of ir_measures and the"
          + " values of trec_eval. Several runs are compared: of each after the first, the two-sided"
          + " p-value of a paired t-test against the first is shown, for each measure.",
      ""
    },
    footer = {
      "",
      "Measures: nDCG, AP and RR, with or without a cutoff such as @10; P@k, R@k, Success@k and"
          + " Judged@k. AP, RR, P, R and Success take the grade from which on a document is"
          + " relevant, 1 without: 'P(rel=2)@10'. The shell has to be kept from the parentheses.",
      "",
      "Input: UTF-8, plain or packed with gzip or zstd. QRELS has the columns qid, iter, docid and grade,"
          + " separated by blanks or tabs, or query-id, corpus-id and score, separated by tabs,"
          + " below a line with these three names (BEIR). A RUN has qid, Q0, docid, rank, score and"
          + " tag; one whose name ends in .json, .json.gz or .json.zst is an object instead, {\"qid\":"
          + " {\"docid\": score}}.",
      "",
      "Documents are ranked by score, as a 32-bit number, those of equal score by docid, backwards,"
          + " as in trec_eval; the column rank is ignored. Documents without a grade, or with a"
          + " negative one, are not relevant. Means are over all topics of QRELS, as in ir_measures"
          + " and trec_eval -c: one that the run lacks counts 0. Topics that QRELS lacks are left"
          + " out. Notes on standard error tell how many there are of both.",
      "",
      "With --json: one object with the fields qrels, topics, measures and runs; each of the runs"
          + " with run, topics_without_judgements, judged_topics_missing, mean, p_value (not of the"
          + " first) and queries. A p-value that is not defined is null, and - in the table.",
      "",
      "Examples:",
      "  rank1 eval qrels.txt bm25.run rank1.run",
      "  rank1 eval qrels/test.tsv rank1.run.gz -m nDCG@10,RR@10 -m 'P(rel=2)@5' --by-query"
    })
final class EvalCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "QRELS", description = "The judgements.")
  private Path qrels;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "RUN",
      description = "Rankings; the first is what others are compared with.")
  private List<Path> runs;

  @Option(
      names = {"-m", "--measures"},
      paramLabel = "MEASURE",
      split = "[,\\s]+",
      splitSynopsisLabel = ",",
      converter = MeasureName.class,
      defaultValue = "nDCG@10,AP,RR@10,R@100,Judged@10",
      description = "What is measured (default: ${DEFAULT-VALUE}).")
  private Set<Measure> measures;

  @Option(names = "--by-query", description = "Show the values of every query, too.")
  private boolean byQuery;

  @Option(names = "--json", description = "Print a JSON object, with the values of every query.")
  private boolean json;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    EvalReport report = report();
    tell(report.notes());
    EvalTable.Detail detail = byQuery ? EvalTable.Detail.BY_QUERY : EvalTable.Detail.MEANS;
    new ConsoleSink(spec.commandLine().getOut())
        .print(json ? new EvalJson(report).text() : new EvalTable(report, detail).text());
    return ExitCode.OK.number();
  }

  private EvalReport report() {
    try {
      Qrels judgements = QrelsReader.read(qrels);
      Evaluator evaluator = new Evaluator(judgements, List.copyOf(measures));
      List<String> titles = RunTitles.of(runs);
      List<RunScores> scores = new ArrayList<>();
      for (int i = 0; i < runs.size(); i++) { // one in memory at a time
        scores.add(evaluator.evaluate(titles.get(i), RunReader.read(runs.get(i))));
      }
      return new EvalReport(qrels.toString(), List.copyOf(measures), scores);
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  private void tell(List<String> notes) {
    PrintWriter err = spec.commandLine().getErr();
    notes.forEach(note -> err.println("rank1: note: " + note));
    err.flush();
  }
}
