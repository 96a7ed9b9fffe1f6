package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.core.profile.Profiles;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a profile that comes with the program. */
@Command(
    name = "show",
    header = "Prints a profile as JSON.",
    sortOptions = false,
    description = {
      "",
      "Prints a profile that comes with the program, as a file that --profile takes, or the JSON"
          + " Schema of profiles.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rank1 prompt show rank1 > mine.json",
      "  rank1 prompt show --schema > profile.schema.json"
    })
final class PromptShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The profile.")
  private String name;

  @Option(names = "--schema", description = "Print the JSON Schema instead.")
  private boolean schema;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (schema == (name != null)) {
      throw CommandException.usage("either the name of a profile or --schema");
    }
    String text =
        schema
            ? Profiles.schema()
            : Profiles.json(name).orElseThrow(() -> ProfileOption.unknown(name));
    new ConsoleSink(spec.commandLine().getOut()).print(text.stripTrailing());
    return ExitCode.OK.number();
  }
}
