package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.scoring.ListScorer;
import io.rank1.cli.scoring.ListScorerSettings;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.listwise.ListRequest;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.PromptTooLongException;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.prompt.UntokenizableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the prompt of a pair, or of a list. */
@Command(
    name = "render",
    header = "Prints the prompt of a pair or a list as a model reads it.",
    sortOptions = false,
    description = {
      "",
      "Prints the prompt of a pair as the model reads it: cut where it is too long, with special"
          + " tokens as their texts. A terminal gets no control characters; a file or a pipe gets every"
          + " byte, and one line end behind them.",
      "",
      "With a profile of lists, each line of the passage is a passage, and the prompt shows all of"
          + " them; it is not shortened for the context.",
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
      "  rank1 prompt render --profile mine.json -m mine.gguf -q 'what is x?' -p 'x is y.' --json",
      "  rank1 prompt render --profile rankgpt-chatml -m chat.gguf -q 'what is x?' -p @passages.txt"
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
    ModelOptions.Chosen chosen = model.chosen(host.environment());
    pair.requireFit(chosen.profile());
    try {
      String text =
          chosen.profile().method().isOfPairs() ? pair(request, chosen) : window(request, chosen);
      new ConsoleSink(spec.commandLine().getOut(), host.terminals()).write(text);
      return ExitCode.OK.number();
    } catch (IOException e) {
      throw CommandException.usage("cannot write standard output: " + IoProblem.describe(e));
    } catch (PromptTooLongException | UntokenizableException e) {
      throw new CommandException(ExitCode.PAIRS_FAILED, e.getMessage(), e);
    }
  }

  private String pair(RerankRequest request, ModelOptions.Chosen chosen) {
    ScorerSettings wanted =
        model.settings(chosen, host.environment(), ThinkingOptions.DirectPass.NONE);
    ScorerSettings settings = wanted.context().parallel() == 0 ? wanted.withParallel(1) : wanted;
    try (Scorer scorer = host.opener().open(settings)) {
      FittedPrompt prompt = scorer.fit(request);
      String text = prompt.prompt().text();
      boolean isCut = prompt.truncation().isCut();
      return json ? object(chosen, text, isCut, prompt.tokens(), scorer::piece) : text;
    }
  }

  /** Each line of the passage is one. */
  private String window(RerankRequest request, ModelOptions.Chosen chosen) {
    ListOptions.requireFit(spec.commandLine().getParseResult(), chosen.profile());
    ListRequest.Builder lists =
        ListRequest.builder(request.query()).instruction(request.instruction());
    List<String> passages = request.passage().lines().toList();
    passages.forEach(passage -> lists.candidate("", passage));
    ListScorerSettings settings = model.settings(chosen, host.environment(), new ListOptions());
    if (passages.size() > settings.method().algorithm().longestList()) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "the profile %s shows at most %d passages at once, and --passage has %d lines",
              chosen.profile().name(),
              settings.method().algorithm().longestList(),
              passages.size()));
    }
    try (ListScorer scorer = host.listOpener().open(settings)) {
      List<Integer> all = IntStream.range(0, passages.size()).boxed().toList();
      SegmentedText prompt = scorer.prompt(lists.build(), all);
      Tokenizer vocabulary = scorer.vocabulary();
      return json
          ? object(chosen, prompt.text(), false, vocabulary.encode(prompt), vocabulary::piece)
          : prompt.text();
    }
  }

  private static String object(
      ModelOptions.Chosen chosen,
      String prompt,
      boolean isCut,
      int[] tokens,
      IntFunction<byte[]> piece) {
    return JsonLines.object(
        json -> {
          json.writeStringProperty("profile", chosen.profile().name());
          json.writeStringProperty("prompt", prompt);
          json.writeBooleanProperty("truncated", isCut);
          json.writeArrayPropertyStart("tokens");
          for (int token : tokens) {
            json.writeStartObject();
            json.writeNumberProperty("id", token);
            json.writeStringProperty(
                "text", new String(piece.apply(token), StandardCharsets.UTF_8));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
