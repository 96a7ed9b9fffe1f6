package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.HumanText;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.profile.PromptRules.TitlePlace;
import io.rank1.core.text.PlainText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores one pair. */
@Command(
    name = "score",
    header = "Scores one pair.",
    sortOptions = false,
    description = {
      "",
      "Scores one passage against one query: a probability between 0 and 1 that the passage is"
          + " relevant, and the reasoning behind it.",
      ""
    },
    footer = {
      "",
      "With --json: one object on one line with the fields query, instruction (if given), title (if the profile has a place for it),"
          + " passage, score, label,"
          + " logit_true, logit_false, reasoning, finish_reason, prompt_tokens, completion_tokens,"
          + " truncated, model, runtime and timings (queued_ms, prefill_ms, decode_ms, total_ms)."
          + " A pair that could not be scored has null for score, label and logits, and a field"
          + " error.",
      "",
      "Environment:",
      "  RANK1_MODEL    the model to use when --model is not given; without it, the demo model",
      "  RANK1_RUNTIME  the llama.cpp to use when --runtime is not given; without it, auto",
      "",
      "Examples:",
      "  rank1 score -q 'the county of Colton' -p 'Colton is a town in New York.'",
      "  rank1 score -m rank1-7b.Q4_K_M.gguf -q 'capital of France' -p 'Paris is its capital.'",
      "  rank1 score -q @query.txt -p - --json < passage.txt",
      "  rank1 score -q @@handle -p=--json"
    })
final class ScoreCommand implements Callable<Integer> {

  private static final int CHAINS_AT_ONCE = 8;

  private final Host host;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Mixin private PairTexts pair;
  @Mixin private ModelOptions model;
  @Mixin private CommonOptions common;

  ScoreCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    RerankRequest given = pair.request(host.stdin());
    ScorerSettings settings = settings();
    pair.requireFit(settings.method().profile());
    TitlePlace titles = settings.method().profile().prompt().titlePlace();
    RerankRequest request = given.withPassage(titles.put(given.titledPassage()));
    try (Scorer scorer = host.opener().open(settings)) {
      Notices.print(scorer, spec.commandLine().getErr());
      RerankResult result = scorer.submit(request).join();
      if (json) {
        print(new JsonLines(scorer.model(), scorer.runtime()).pair(request, result));
      } else if (result.score().isPresent()) {
        print(HumanText.of(result));
      }
      result.failure().ifPresent(ScoreCommand::refuse);
      return ExitCode.OK.number();
    }
  }

  /**
   * One pair needs the cache of its chains, of which a few run at once, unless more is asked for.
   */
  private ScorerSettings settings() {
    ScorerSettings settings = model.settings(host.environment());
    int chains = Math.min(settings.engine().thinking().samples().count(), CHAINS_AT_ONCE);
    return settings.context().parallel() == 0 ? settings.withParallel(chains) : settings;
  }

  private void print(String text) {
    new ConsoleSink(spec.commandLine().getOut()).print(text);
  }

  private static void refuse(String cause) {
    throw new CommandException(
        ExitCode.PAIRS_FAILED, "the pair could not be scored: " + PlainText.line(cause));
  }
}
