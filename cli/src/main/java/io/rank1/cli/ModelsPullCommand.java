package io.rank1.cli;

import io.rank1.cli.batch.ShutdownHooks;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.models.ModelLocator;
import io.rank1.cli.models.OfflinePull;
import io.rank1.cli.models.PullProgress;
import io.rank1.cli.models.PullRun;
import io.rank1.cli.models.Wanted;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.StandardStream;
import io.rank1.models.hub.FolderPlacement;
import io.rank1.models.hub.Hub;
import io.rank1.models.hub.HubCache;
import io.rank1.models.hub.HubException;
import io.rank1.models.hub.HubSettings;
import io.rank1.models.hub.Placement;
import io.rank1.models.hub.RetryPolicy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches a model. */
@Command(
    name = "pull",
    header = "Fetches a model from the Hugging Face hub.",
    sortOptions = false,
    description = {
      "",
      "Fetches a GGUF file (rank1-7b:Q4_K_M), or an official checkpoint in safetensors, which has to"
          + " be converted (rank1-7b, rank1-7b-awq), and prints where it lies. What was fetched is"
          + " checked against the size and hash that the hub states. After any break, Ctrl-C"
          + " included, the same command goes on where it stopped. What is there already is not"
          + " fetched again.",
      ""
    },
    footer = {
      "",
      "On a machine without a network: pull with --to elsewhere, carry the folder over, and name the"
          + " file by --model FILE.",
      "",
      "Environment:",
      "  HF_TOKEN               a token, where one is needed; without it, the one saved in HF_HOME",
      "  HF_HOME, HF_HUB_CACHE  where the cache is; without them, ~/.cache/huggingface/hub",
      "  HF_ENDPOINT            another hub, for example a mirror",
      "  HF_HUB_OFFLINE         1 means --offline",
      "  https_proxy, http_proxy, all_proxy, no_proxy",
      "                         the proxy; Java's own properties count too (-Dhttps.proxyHost)",
      "",
      "Examples:",
      "  rank1 models pull rank1-7b:Q4_K_M",
      "  rank1 models pull rank1-0.5b --to checkpoints/rank1-0.5b",
      "  rank1 models pull hf:mradermacher/rank1-7b-GGUF/rank1-7b.Q6_K.gguf --revision main"
    })
final class ModelsPullCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME[:Q]|hf:OWNER/REPOSITORY[/FILE]",
      description =
          "What to fetch: a name of 'rank1 models list', a file on the hub with all its parts, or"
              + " the checkpoint in a repository.")
  private String name;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Put the files there under their own names (default: into the cache).")
  private Path folder;

  @Option(
      names = "--revision",
      paramLabel = "REV",
      description = "A branch, tag or commit of the repository (default: main).")
  private String revision;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      converter = PositiveInt.class,
      defaultValue = "4",
      description = "Files that are fetched at once (default: 4).")
  private int jobs;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How often to try again in a row when nothing is got; 0 gives up at once (default: 5).")
  private int retries;

  @Option(
      names = "--offline",
      description = "Do not connect; say what is missing, and how to carry it over.")
  private boolean offline;

  @Mixin private CommonOptions common;

  ModelsPullCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    if (retries < 0) {
      throw CommandException.usage("--retries must not be negative");
    }
    Wanted wanted = revision == null ? Wanted.of(name) : Wanted.of(name).at(revision);
    HubSettings settings = ModelLocator.settings(host.environment());
    try {
      Path place =
          offline || settings.offline()
              ? new OfflinePull(new HubCache(settings.cache()), Optional.ofNullable(folder))
                  .find(wanted)
              : fetch(wanted, settings);
      new ConsoleSink(spec.commandLine().getOut()).print(place.toString());
      return ExitCode.OK.number();
    } catch (HubException e) {
      boolean disk = e.kind() == HubException.Kind.DISK;
      throw new CommandException(disk ? ExitCode.USAGE : ExitCode.UNUSABLE, e.getMessage(), e);
    }
  }

  private Path fetch(Wanted wanted, HubSettings settings) {
    PrintWriter err = spec.commandLine().getErr();
    boolean terminal = host.terminals().contains(StandardStream.ERR);
    Placement placement =
        folder == null ? new HubCache(settings.cache()) : new FolderPlacement(folder);
    try (PullProgress progress = new PullProgress(err, terminal, System::nanoTime)) {
      ShutdownHooks.Registration hook = host.hooks().register(() -> tellInterrupt(progress, err));
      try {
        RetryPolicy policy = RetryPolicy.USUAL.withRetries(retries);
        Hub hub = new Hub(settings, host.environment(), policy, progress);
        return new PullRun(hub, placement, progress, jobs).fetch(wanted);
      } finally {
        hook.close();
      }
    }
  }

  private static void tellInterrupt(PullProgress progress, PrintWriter err) {
    progress.close();
    err.println(
        "rank1: interrupted; "
            + progress.kept()
            + " are on disk, and the same command goes on from there");
    err.flush();
  }
}
