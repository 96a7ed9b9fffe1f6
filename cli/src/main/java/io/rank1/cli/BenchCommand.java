package io.rank1.cli;

import io.rank1.cli.bench.Bench;
import io.rank1.cli.bench.BenchPlan;
import io.rank1.cli.bench.BenchReport;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.pair.Thinking;
import io.rank1.core.profile.ProfileMethod;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the speed of a model. */
@Command(
    name = "bench",
    header = "Tool: measures how fast a model scores.",
    sortOptions = false,
    description = {
      "",
      "Measures how fast a model scores on this machine, with made-up pairs. Rates are over"
          + " the wall time. 'llama_decode' is the time inside llama.cpp. A full decode step is"
          + " one in which every slot runs the token that it generated last. All pairs have the"
          + " same query, whose tokens are computed and counted once.",
      ""
    },
    footer = {
      "",
      "Environment:",
      "  RANK1_MODEL    the model to use when --model is not given; without it, the demo model",
      "  RANK1_RUNTIME  the llama.cpp to use when --runtime is not given; without it, auto",
      "",
      "Examples:",
      "  rank1 bench -m rank1-7b.Q4_K_M.gguf --sequences 16 --parallel 8",
      "  rank1 bench -m rank1-7b.Q4_K_M.gguf --parallel 8 --compare-parallel 1 --rounds 3"
    })
final class BenchCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Option(
      names = "--sequences",
      paramLabel = "N",
      converter = PositiveInt.class,
      defaultValue = "8",
      description = "Pairs of a round (default: 8).")
  private int sequences;

  @Option(
      names = "--prompt-tokens",
      paramLabel = "N",
      converter = PositiveInt.class,
      defaultValue = "256",
      description = "Tokens of a prompt, about (default: 256).")
  private int promptTokens;

  @Option(
      names = "--think-tokens",
      paramLabel = "N",
      converter = NonNegativeInt.class,
      defaultValue = "64",
      description =
          "Tokens of reasoning after which an answer is forced; 0 for none (default: 64).")
  private int thinkTokens;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = PositiveInt.class,
      defaultValue = "1",
      description = "How often the pairs are scored (default: 1).")
  private int rounds;

  @Option(
      names = "--compare-parallel",
      paramLabel = "N",
      converter = PositiveInt.class,
      description = "Score the same pairs again with N at once, and show the ratio of pairs/s.")
  private Integer compareParallel;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Mixin private ModelFile model;
  @Mixin private RuntimeOption runtime;
  @Mixin private ContextOptions context;
  @Mixin private SpeculationOptions speculation;
  @Mixin private CommonOptions common;

  BenchCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    ScorerSettings settings = settings();
    Bench bench = new Bench(new BenchPlan(sequences, promptTokens, rounds));
    BenchReport report;
    try (Scorer scorer = host.opener().open(settings)) {
      Notices.print(scorer, spec.commandLine().getErr());
      report = new BenchReport(scorer.model(), scorer.runtime());
      report.add(scorer, bench.measure(scorer));
    }
    if (compareParallel != null) {
      try (Scorer scorer = host.opener().open(compared(settings))) {
        report.add(scorer, bench.measure(scorer));
      }
    }
    print(json ? report.json() : report.table());
    return ExitCode.OK.number();
  }

  private ScorerSettings settings() {
    try {
      return new ScorerSettings(
              runtime.name(host.environment()),
              model.path(host.environment()),
              context.options(),
              ModelOptions.engine(Thinking.upTo(thinkTokens)),
              ProfileMethod.rank1())
          .withDrafts(speculation.drafts(host.environment()));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  private ScorerSettings compared(ScorerSettings settings) {
    try {
      return settings.withParallel(compareParallel);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--compare-parallel: " + e.getMessage());
    }
  }

  private void print(String text) {
    new ConsoleSink(spec.commandLine().getOut()).print(text);
  }
}
