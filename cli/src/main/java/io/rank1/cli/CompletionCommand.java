package io.rank1.cli;

import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleSink;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    header = "Prints a completion script for bash and zsh.",
    sortOptions = false,
    footer = {
      "",
      "Example, for this shell or in ~/.bashrc or ~/.zshrc:",
      "  source <(rank1 completion)"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script = AutoComplete.bash("rank1", root).stripTrailing(); // print ends the last line
    new ConsoleSink(spec.commandLine().getOut()).print(script);
    return ExitCode.OK.number();
  }
}
