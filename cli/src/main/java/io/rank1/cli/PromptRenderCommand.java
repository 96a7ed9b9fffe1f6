package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.PromptTooLongException;
import io.rank1.core.prompt.UntokenizableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the prompt of a pair. */
@Command(
    name = "render",
    header = "Prints the prompt of a pair as a model reads it.",
    sortOptions = false,
    description = {
      "",
      "Prints the prompt of a pair as the model reads it: cut where it is too long, with special"
          + " tokens as their texts. A terminal gets no control characters; a file or a pipe gets every"
          + " byte, and one line end behind them.",
      ""
    },
    footer = {
      "",
      "With --json: one object with the fields profile, prompt, truncated and tokens, an array of"
          + " objects with id and text. A token that is a part of a character has U+FFFD for it.",
      "",
      "Environment:",
      "  RANK1_MODEL    the model to use when --model is not given; without it, the demo model",
      "  RANK1_RUNTIME  the llama.cpp to use when --runtime is not given; without it, auto",
      "",
      "Examples:",
      "  rank1 prompt render -q 'what is x?' -p 'x is y.'",
      "  rank1 prompt render --profile mine.json -m mine.gguf -q 'what is x?' -p 'x is y.' --json"
    })
final class PromptRenderCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print a JSON object, with all tokens.")
  private boolean json;

  @Mixin private PairTexts pair;
  @Mixin private ModelOptions model;
  @Mixin private CommonOptions common;

  PromptRenderCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    RerankRequest request = pair.request(host.stdin());
    ScorerSettings wanted = model.settings(host.environment());
    pair.requireFit(wanted.method().profile());
    ScorerSettings settings = wanted.context().parallel() == 0 ? wanted.withParallel(1) : wanted;
    try (Scorer scorer = host.opener().open(settings)) {
      FittedPrompt prompt = scorer.fit(request);
      String profile = settings.method().profile().name();
      new ConsoleSink(spec.commandLine().getOut(), host.terminals())
          .write(json ? object(scorer, profile, prompt) : prompt.prompt().text());
      return ExitCode.OK.number();
    } catch (IOException e) {
      throw CommandException.usage("cannot write standard output: " + IoProblem.describe(e));
    } catch (PromptTooLongException | UntokenizableException e) {
      throw new CommandException(ExitCode.PAIRS_FAILED, e.getMessage(), e);
    }
  }

  private static String object(Scorer scorer, String profile, FittedPrompt prompt) {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("profile", profile);
          json.writeStringProperty("prompt", prompt.prompt().text());
          json.writeBooleanProperty("truncated", prompt.truncation().isCut());
          json.writeArrayPropertyStart("tokens");
          for (int token : prompt.tokens()) {
            json.writeStartObject();
            json.writeNumberProperty("id", token);
            json.writeStringProperty(
                "text", new String(scorer.piece(token), StandardCharsets.UTF_8));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
