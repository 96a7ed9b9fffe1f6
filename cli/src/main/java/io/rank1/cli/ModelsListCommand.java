package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.models.Load;
import io.rank1.cli.models.ModelLocator;
import io.rank1.cli.models.ModelRow;
import io.rank1.cli.models.ModelTable;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.models.catalog.ModelCatalog;
import io.rank1.models.hub.HubCache;
import io.rank1.models.hub.HubException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the published models. */
@Command(
    name = "list",
    header = "Lists the published models, and which are on this machine.",
    sortOptions = false,
    description = {
      "",
      "Lists what 'models pull' can fetch of the rank1 models: GGUF files, and the official"
          + " checkpoints, which have to be converted. Each is shown with its size, about what"
          + " memory it takes to run, and whether it is in the cache. Nothing is asked of the hub.",
      ""
    },
    footer = {
      "",
      "With --json: one object with the fields context, parallel and models, an array of objects"
          + " with the fields name, model, base, parameters, form, repository, file, approximate_gb,"
          + " sha256 (null: none is pinned), memory (bytes of weights, kv_cache, buffers and total)"
          + " and path. What is unknown or not there is null.",
      "",
      "Environment:",
      "  HF_HOME, HF_HUB_CACHE  where the cache is; without them, ~/.cache/huggingface/hub",
      "",
      "Examples:",
      "  rank1 models list",
      "  rank1 models list --ctx 8192 --parallel 8 --json"
    })
final class ModelsListCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Mixin private LoadOptions options;
  @Mixin private CommonOptions common;

  ModelsListCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    Load load = options.load();
    ModelTable table = new ModelTable(rows(load), load);
    new ConsoleSink(spec.commandLine().getOut()).print(json ? table.json() : table.text());
    return ExitCode.OK.number();
  }

  private List<ModelRow> rows(Load load) {
    HubCache cache = new HubCache(ModelLocator.settings(host.environment()).cache());
    try {
      return ModelCatalog.builtIn().models().stream()
          .flatMap(model -> ModelRow.of(model, cache, load).stream())
          .toList();
    } catch (HubException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    }
  }
}
