package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.runtime.RuntimeRow;
import io.rank1.cli.runtime.RuntimeTable;
import io.rank1.llama.library.EmbeddedLibrary;
import io.rank1.llama.library.InstalledRuntime;
import io.rank1.llama.library.LibraryException;
import io.rank1.llama.library.LibraryNames;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the llama.cpps that there are. */
@Command(
    name = "list",
    header = "Lists the runtimes that there are.",
    sortOptions = false,
    description = {
      "",
      "Lists the runtime inside the program and the installed ones, with what they compute on as"
          + " their files' names say, and the devices that they find. Each is loaded in a process of"
          + " its own.",
      ""
    },
    footer = {
      "",
      "With --json: one object with a field runtimes, an array of objects with the fields name,"
          + " version, backends, folder and devices. What is unknown is null; a runtime that cannot"
          + " be used has a field error.",
      "",
      "Environment:",
      "  RANK1_DATA  folder for installed runtimes",
      "",
      "Examples:",
      "  rank1 runtime list",
      "  rank1 runtime list --json"
    })
final class RuntimeListCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Mixin private CommonOptions common;

  RuntimeListCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    List<RuntimeRow> rows = rows();
    RuntimeTable table = new RuntimeTable(rows);
    new ConsoleSink(spec.commandLine().getOut()).print(json ? table.json() : table.text());
    rows.forEach(this::tellProblem);
    return ExitCode.OK.number();
  }

  private List<RuntimeRow> rows() {
    List<RuntimeRow> rows = new ArrayList<>();
    EmbeddedLibrary.forPlatform(System.getProperty("os.name"), System.getProperty("os.arch"))
        .ifPresent(library -> rows.add(RuntimeRow.embedded(host.probe())));
    try {
      for (InstalledRuntime installed : host.installer().get().installed().list()) {
        rows.add(RuntimeRow.of(installed, LibraryNames.ofThisSystem(), host.probe()));
      }
    } catch (LibraryException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    }
    return rows;
  }

  private void tellProblem(RuntimeRow row) {
    PrintWriter err = spec.commandLine().getErr();
    row.problem().ifPresent(problem -> err.println("rank1: note: " + row.name() + ": " + problem));
    err.flush();
  }
}
