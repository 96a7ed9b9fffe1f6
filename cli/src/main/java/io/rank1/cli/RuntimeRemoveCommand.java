package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.llama.library.InstalledRuntime;
import io.rank1.llama.library.LibraryException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes an installed llama.cpp. */
@Command(
    name = "remove",
    header = "Removes an installed runtime.",
    sortOptions = false,
    description = {"", "Deletes an installed runtime and the folder that it lies in.", ""},
    footer = {
      "",
      "Environment:",
      "  RANK1_DATA  folder for installed runtimes",
      "",
      "Example:",
      "  rank1 runtime remove cuda"
    })
final class RuntimeRemoveCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Its name, as 'rank1 runtime list' shows it.")
  private String name;

  @Mixin private CommonOptions common;

  RuntimeRemoveCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    InstalledRuntime removed =
        remove()
            .orElseThrow(
                () ->
                    CommandException.usage(
                        "no runtime "
                            + name
                            + " is installed; 'rank1 runtime list' shows those that are"));
    new ConsoleSink(spec.commandLine().getOut())
        .print("removed " + removed.name() + " from " + removed.folder().getParent());
    return ExitCode.OK.number();
  }

  private Optional<InstalledRuntime> remove() {
    try {
      return host.installer().get().installed().remove(name);
    } catch (LibraryException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    }
  }
}
