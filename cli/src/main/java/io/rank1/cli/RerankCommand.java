package io.rank1.cli;

import io.rank1.cli.collection.CollectionSettings;
import io.rank1.cli.collection.RerankInputs;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.input.InputException;
import io.rank1.cli.job.CascadeSettings;
import io.rank1.cli.job.DryRun;
import io.rank1.cli.job.Job;
import io.rank1.cli.job.JobFiles;
import io.rank1.cli.job.JobSettings;
import io.rank1.cli.job.ListDryRun;
import io.rank1.cli.job.ListInput;
import io.rank1.cli.job.ListJob;
import io.rank1.cli.job.RunInput;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.OutputFormat;
import io.rank1.cli.results.CallsOutput;
import io.rank1.cli.results.Outputs;
import io.rank1.cli.scoring.ListScorer;
import io.rank1.cli.scoring.ListScorerSettings;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reranks a first stage's run. */
@Command(
    name = "rerank",
    header = "Reranks a first stage's run.",
    sortOptions = false,
    description = {
      "",
      "Scores the first candidates of every query of a run and writes them in their new order."
          + " Every result is kept in a journal as soon as it is there: however the job ends, the"
          + " same command goes on where it ended, and changed input redoes what changed.",
      ""
    },
    footer = {
      "",
      "Input: UTF-8, plain or packed with gzip or zstd. The corpus is read once; of it only what"
          + " the run names is kept, on disk if it is much. A title is put before its text, or"
          + " where the profile has it, an instruction behind its query. In a TREC run, what follows the tag is ignored, and"
          + " lines that start with # are comments. Lines that repeat another word for word count"
          + " once, with a note; those that contradict one are errors. Where no query has the name"
          + " that the run gives, names that differ by leading zeros or a prefix (051 and 51, MB001"
          + " and 1) are taken for the same, with a note, if each stands for one.",
      "",
      "Order: by the difference of the two logits, then by the first stage's rank, then by docid."
          + " Candidates that could not be scored come below all scored ones, then those beyond"
          + " --top-k. With --think-top or --think-until-stable, what was thought about for that comes"
          + " first, by what the reasoning said; then all others with a score, by the reasoning where"
          + " --think-between asked for it and else by the first pass; then those for which the pass"
          + " that was to decide failed.",
      "",
      "Profiles of lists: the model is asked about several passages at once, and the rank is that of"
          + " its judgements. Every call is kept in the journal. Scores come from the ranks, or are"
          + " means of what the model gave; they are no probabilities, which jsonl says by list_score"
          + " and score_kind (rank, first_stage_rank, mean_value, none), and tsv in its fourth column"
          + " (qid, docid, score, kind, ranked or failed, cause). An answer that cannot be read moves"
          + " nothing; the summary counts these. A query that cannot be ranked keeps the first"
          + " stage's order, without scores, and is tried again by the same command.",
      "",
      "Output as trec: qid, Q0, docid, rank, the difference of the logits, tag; sorted by score,"
          + " with ties by docid backwards as trec_eval has them, it is in this order. Where two"
          + " scores tie, in 32 bits too, and would be read in another order, the second is written"
          + " as the next smaller 32-bit number. Where a top was thought about, its scores are raised"
          + " by one number per query, so that the last is 1 above the best of the others; in mteb"
          + " they are (1 + P) / 2, and those of the others P / 2.",
      "Output as mteb: {\"qid\": {\"docid\": P(true)}}; what has no score is left out. mteb 1 reads"
          + " it as previous_results. Output as mteb2: the same below the subset default and the"
          + " split test, beside the name that --run-tag gives; mteb 2 reads it by"
          + " convert_to_reranking.",
      "Output as tsv: qid, docid, P(true), label, finish_reason, and the cause where there is no"
          + " score; without header.",
      "Output as jsonl: qid, docid, rank, first_stage_rank, first_stage_score, and the fields of"
          + " 'rank1 score --json' but for timings; in two passes those of the pass that decides, and"
          + " then decided_by (direct or thinking) and first_pass, with score, label, logit_true,"
          + " logit_false, finish_reason, prompt_tokens, and with --first-model the model.",
      "tsv and jsonl leave out what was not to be scored.",
      "",
      "Ctrl-C: what is under way may end within 5 s; a second one ends at once. Either way nothing"
          + " that was finished is lost. If the power fails, the last 2 s may be.",
      "",
      "Environment:",
      "  RANK1_MODEL    the model to use when --model is not given; without it, the demo model",
      "  RANK1_RUNTIME  the llama.cpp to use when --runtime is not given; without it, auto",
      "",
      "Examples:",
      "  rank1 rerank --run bm25.run --topics topics.tsv --corpus corpus.jsonl.gz \\",
      "      -m rank1-7b.Q4_K_M.gguf -o rank1.run -o rank1.jsonl",
      "  rank1 rerank --run bm25.run --topics topics.tsv --corpus corpus/ -o rank1.run --dry-run",
      "  rank1 rerank --run bm25.run --topics topics.tsv --corpus corpus/ -m chat.gguf \\",
      "      --profile rankgpt-chatml -o lists.run --calls calls.jsonl",
      "  rank1 view rank1.jsonl --html rank1.html"
    })
final class RerankCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Mixin private CollectionOptions collection;

  @Option(
      names = "--drop-tail",
      description = "Leave out candidates that are not reranked, instead of ranking them below.")
  private boolean dropTail;

  @Mixin private JobOptions job;

  @Option(
      names = "--dry-run",
      description =
          "Read everything, count pairs, tokens, duplicates and passages to be cut, score a few"
              + " pairs to estimate the time, and write nothing.")
  private boolean dryRun;

  @Mixin private ModelOptions model;
  @Mixin private CascadeOptions cascade;
  @Mixin private ListOptions lists;
  @Mixin private CommonOptions common;

  RerankCommand(Host host) {
    this.host = host;
  }

  /** What is done with the input, once it is read. */
  @FunctionalInterface
  private interface Work {
    ExitCode run(RerankInputs inputs);
  }

  @Override
  public Integer call() {
    if (!job.hasOutputs() && !dryRun) {
      throw CommandException.usage("no output; name a file by -o");
    }
    ModelOptions.Chosen chosen = model.chosen(host.environment());
    ListOptions.requireFit(spec.commandLine().getParseResult(), chosen.profile());
    Outputs outputs = job.outputs(job.files(null, OutputFormat.TREC));
    JobSettings jobSettings = job.settings(outputs, host.terminals());
    Work work =
        chosen.profile().method().isOfPairs()
            ? pairs(chosen, outputs, jobSettings)
            : lists(chosen, outputs, jobSettings);
    CollectionSettings files = collection.settings();
    if (!dryRun) {
      JobFiles.check(paths(outputs), jobSettings, files.files());
    }
    try (RerankInputs inputs = RerankInputs.read(files, jobSettings.folder())) {
      Notices.print(inputs.notices(), err());
      return work.run(inputs).number();
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  private List<Path> paths(Outputs outputs) {
    List<Path> paths = new ArrayList<>(outputs.paths());
    lists.calls().ifPresent(calls -> paths.add(calls.path()));
    return paths;
  }

  private Work pairs(ModelOptions.Chosen chosen, Outputs outputs, JobSettings jobSettings) {
    ScorerSettings settings = model.settings(chosen, host.environment(), cascade.directPass());
    Optional<CascadeSettings> passes = cascade.settings(settings, model, host.environment());
    return inputs -> {
      RunInput input = new RunInput(inputs, tail(), chosen.profile().prompt().titlePlace());
      return dryRun
          ? tell(new DryRun(input, jobSettings, passes).run(settings, this::open))
          : new Job(input, outputs, jobSettings, passes, host.signals(), err())
              .run(settings, this::open);
    };
  }

  private Work lists(ModelOptions.Chosen chosen, Outputs outputs, JobSettings jobSettings) {
    ListScorerSettings settings = model.settings(chosen, host.environment(), lists);
    Optional<CallsOutput> calls = lists.calls();
    return inputs -> {
      ListInput input = new ListInput(inputs, tail(), chosen.profile().prompt().titlePlace());
      return dryRun
          ? tell(new ListDryRun(input, jobSettings).run(settings, this::open))
          : new ListJob(input, outputs, calls, jobSettings, host.signals(), err())
              .run(settings, this::open);
    };
  }

  private RunInput.Tail tail() {
    return dropTail ? RunInput.Tail.DROP : RunInput.Tail.KEEP;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private ExitCode tell(String report) {
    new ConsoleSink(spec.commandLine().getOut()).print(report);
    return ExitCode.OK;
  }

  private Scorer open(ScorerSettings settings) {
    Scorer scorer = host.opener().open(settings);
    Notices.print(scorer, err());
    return scorer;
  }

  private ListScorer open(ListScorerSettings settings) {
    ListScorer scorer = host.listOpener().open(settings);
    Notices.print(scorer.notices(), err());
    return scorer;
  }
}
