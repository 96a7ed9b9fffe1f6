package io.rank1.cli;

import io.rank1.cli.eval.EvalJson;
import io.rank1.cli.eval.EvalReport;
import io.rank1.cli.eval.EvalTable;
import io.rank1.cli.eval.Evaluator;
import io.rank1.cli.eval.Measure;
import io.rank1.cli.eval.RunScores;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.input.InputException;
import io.rank1.cli.output.ConsoleSink;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
          + " relevant, 1 without: 'P(rel=2)@10'. The shell has to be kept from the parentheses."
          + " NDCG, MAP, MRR, Precision and Recall are other names of these, as in ir_measures."
          + " p-MRR and pairwise_accuracy are about pairs of queries, and each is asked for alone.",
      "",
      "Input: UTF-8, plain or packed with gzip or zstd. QRELS has the columns qid, iter, docid and"
          + " grade, separated by blanks or tabs; or query-id, corpus-id and score, separated by"
          + " tabs, below a line with these three names (BEIR); or it is JSON objects with fields of"
          + " these names. A RUN has qid, Q0, docid, rank, score and tag, what follows the tag being"
          + " ignored; one that starts with a brace is an object instead, {\"qid\": {\"docid\":"
          + " score}}. Lines of columns that start with # are comments. A RUN may be -, for standard"
          + " input. JSON may have the scores below a subset and a split, as mteb 2 writes them."
          + " Lines that repeat another count once, with a note; those that contradict one are"
          + " errors. Where no topic of RUN is judged by its name, names that differ by leading zeros"
          + " or a prefix are taken for the same, with a note.",
      "",
      "Documents are ranked by score, as a 32-bit number, those of equal score by docid, backwards,"
          + " as in trec_eval; the column rank is ignored. Documents without a grade, or with a"
          + " negative one, are not relevant. Means are over all topics of QRELS, as in ir_measures"
          + " and trec_eval -c: one that the run lacks counts 0. Topics that QRELS lacks are left"
          + " out. Notes on standard error tell how many there are of both.",
      "",
      "p-MRR (FollowIR) tells how rankings follow instructions: of each document that is relevant"
          + " under a query's original instruction and not under the changed one, how far it goes"
          + " down, from -1 to 1; averaged for each query, then over queries. (FollowIR shows 100"
          + " times as much.) QRELS and RUN name topics with -og and -changed; or there are two"
          + " files of either, the second ones in --changed-qrels and --changed-run, and topics may"
          + " do without. QRELS may also be FollowIR's qrel_diff, a list of these documents:"
          + " {\"query-id\": \"307\", \"corpus-ids\": [\"a\"]}, one object a line, or {\"307\": [\"a\"]}. A"
          + " document that a ranking lacks has the rank after its last. A query counts 0 when the"
          + " run lacks one of its topics; mteb leaves it out.",
      "",
      "pairwise_accuracy (NevIR) is the share of pairs of which both queries have their own document"
          + " above the other's; equal scores are wrong. QRELS is NevIR's file, one object a line,"
          + " with id, q1, q2, doc1 and doc2; the run then calls the queries id_q1 and id_q2 and the"
          + " documents id_doc1 and id_doc2. Or it is judgements as mteb has them: topics so called,"
          + " with one relevant document each, by any name. Of two documents of which the run lacks"
          + " one, the other is above.",
      "",
      "With --json: one object with the fields qrels, topics, measures and runs; each of the runs"
          + " with run, topics_without_judgements, judged_topics_missing, documents_missing (only of"
          + " pairs), mean, p_value (not of the first) and queries. Pairs are counted and listed as"
          + " topics. A p-value that is not defined is null, and - in the table.",
      "",
      "Examples:",
      "  rank1 eval qrels.txt bm25.run rank1.run",
      "  rank1 eval qrels/test.tsv rank1.run.gz -m nDCG@10,RR@10 -m 'P(rel=2)@5' --by-query",
      "  rank1 eval qrel_diff.jsonl bm25.run rank1.run -m p-MRR",
      "  rank1 eval og.qrels og.run -m p-MRR --changed-qrels new.qrels --changed-run new.run",
      "  zcat rank1.run.gz | rank1 eval nevir/test.jsonl - -m pairwise_accuracy"
    })
final class EvalCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final EvalFiles files;

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

  EvalCommand(Host host) {
    files = new EvalFiles(host.stdin());
  }

  @Override
  public Integer call() {
    EvalReport report = report();
    tell(files.notes());
    tell(report.notes());
    EvalTable.Detail detail = byQuery ? EvalTable.Detail.BY_QUERY : EvalTable.Detail.MEANS;
    new ConsoleSink(spec.commandLine().getOut())
        .print(json ? new EvalJson(report).text() : new EvalTable(report, detail).text());
    return ExitCode.OK.number();
  }

  private EvalReport report() {
    try {
      Evaluator evaluator = files.evaluator(measures);
      List<String> titles = files.titles();
      List<RunScores> scores = new ArrayList<>();
      for (int i = 0; i < titles.size(); i++) { // one in memory at a time
        scores.add(evaluator.evaluate(titles.get(i), files.run(i)));
      }
      return new EvalReport(files.qrels(), List.copyOf(measures), scores);
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
