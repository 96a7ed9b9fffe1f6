package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.models.FileDetails;
import io.rank1.cli.models.Load;
import io.rank1.cli.models.ModelDetails;
import io.rank1.cli.models.ModelLocator;
import io.rank1.cli.models.ModelRow;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.core.gguf.GgufModel;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.models.catalog.ModelCatalog;
import io.rank1.models.catalog.ModelEntry;
import io.rank1.models.hub.HubCache;
import io.rank1.models.hub.HubException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one model. */
@Command(
    name = "show",
    header = "Shows what is known of a published model, or of a file.",
    sortOptions = false,
    description = {
      "",
      "Shows a model of 'models list' with its shape, where it lies and what it takes, or a GGUF"
          + " file's own shape, types of tensors and memory. Nothing is asked of the hub, and no"
          + " weights are read.",
      ""
    },
    footer = {
      "",
      "With --json: one object with the same.",
      "",
      "Examples:",
      "  rank1 models show rank1-7b",
      "  rank1 models show rank1-7b:Q4_K_M --ctx 8192 --parallel 8",
      "  rank1 models show model.gguf --json"
    })
final class ModelsShowCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME|FILE",
      description = "A model of the list, or a GGUF file by its path or as --model takes it.")
  private String name;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Mixin private LoadOptions options;
  @Mixin private CommonOptions common;

  ModelsShowCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    Load load = options.load();
    String text = isPublished() ? published(load) : file(load);
    new ConsoleSink(spec.commandLine().getOut()).print(text);
    return ExitCode.OK.number();
  }

  private boolean isPublished() {
    return ModelCatalog.looksLikeName(name) && !ModelLocator.isThere(name);
  }

  /** All of a model, or one thing of it if the name says which. */
  private String published(Load load) {
    HubCache cache = new HubCache(ModelLocator.settings(host.environment()).cache());
    ModelCatalog catalog = ModelCatalog.builtIn();
    Optional<ModelEntry> whole = catalog.model(name);
    try {
      ModelEntry model = whole.isPresent() ? whole.get() : catalog.require(name).model();
      List<ModelRow> rows =
          ModelRow.of(model, cache, load).stream()
              .filter(row -> whole.isPresent() || row.item().equals(catalog.require(name)))
              .toList();
      ModelDetails details = new ModelDetails(model, rows, load);
      return json ? details.json() : details.text();
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    } catch (HubException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    }
  }

  private String file(Load load) {
    if (name.isEmpty()) {
      throw CommandException.usage("the model's name is empty");
    }
    Path path = new ModelLocator(host.environment()).locate(name);
    try {
      ModelSummary summary = ModelCheck.check(path);
      FileDetails details = new FileDetails(summary, GgufModel.read(path), load);
      return json ? details.json() : details.text();
    } catch (ModelUnusableException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNUSABLE, "cannot read " + path + ": " + IoProblem.describe(e), e);
    }
  }
}
