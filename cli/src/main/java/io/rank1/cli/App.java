package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleSink;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Puts the commands together. */
final class App {

  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private App() {}

  /** The whole command line; its output streams are to be set. */
  static CommandLine commandLine(Host host) {
    CommandLine root = new CommandLine(new Rank1Command());
    root.addSubcommand(new ScoreCommand(host));
    root.addSubcommand(new BatchCommand(host));
    root.addSubcommand(new RerankCommand(host));
    root.addSubcommand(new EvalCommand(host));
    root.addSubcommand(new ViewCommand(host));
    root.addSubcommand(models(host));
    root.addSubcommand(prompt(host));
    root.addSubcommand(new ConvertCommand(host));
    root.addSubcommand(runtime(host));
    root.addSubcommand(new DoctorCommand(host));
    root.addSubcommand(new BenchCommand(host));
    root.addSubcommand(new BenchModelCommand());
    root.addSubcommand(new CompletionCommand());
    Errors errors = new Errors();
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExpandAtFiles(false); // @FILE is a text in a file, not more arguments
    if ("dumb".equals(host.environment().apply("TERM"))) {
      root.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    }
    root.setParameterExceptionHandler(errors);
    root.setExecutionExceptionHandler(errors);
    root.setExecutionStrategy(App::execute);
    document(root);
    return root;
  }

  private static CommandLine models(Host host) {
    return new CommandLine(new ModelsCommand())
        .addSubcommand(new ModelsListCommand(host))
        .addSubcommand(new ModelsShowCommand(host))
        .addSubcommand(new ModelsInspectCommand(host))
        .addSubcommand(new ModelsPullCommand(host))
        .addSubcommand(new ModelsVerifyCommand(host))
        .addSubcommand(new ModelsQuantizeCommand(host));
  }

  private static CommandLine prompt(Host host) {
    return new CommandLine(new PromptCommand())
        .addSubcommand(new PromptListCommand())
        .addSubcommand(new PromptShowCommand())
        .addSubcommand(new PromptRenderCommand(host));
  }

  private static CommandLine runtime(Host host) {
    return new CommandLine(new RuntimeCommand())
        .addSubcommand(new RuntimeListCommand(host))
        .addSubcommand(new RuntimeInstallCommand(host))
        .addSubcommand(new RuntimeRemoveCommand(host));
  }

  private static void document(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.exitCodeListHeading("%nExit codes:%n");
    usage.exitCodeList(ExitCode.meanings());
    usage.width(96);
    command.getSubcommands().values().forEach(App::document);
  }

  private static int execute(ParseResult parsed) {
    // slf4j-simple reads this when the first logger is made, which is after this.
    if (isVerbose(parsed)) {
      System.setProperty(LOG_LEVEL, "debug");
    }
    int code = new RunLast().execute(parsed);
    if (code == ExitCode.OK.number()) {
      requireWritten(parsed.commandSpec().commandLine());
    }
    return code;
  }

  /** Help and version are printed by picocli, which does not ask whether that went well. */
  private static void requireWritten(CommandLine command) {
    try {
      new ConsoleSink(command.getOut()).finish();
    } catch (CommandException e) {
      throw new ExecutionException(command, e.getMessage(), e);
    }
  }

  /** Whether a command was given {@code --verbose}. */
  static boolean isVerbose(ParseResult parsed) {
    return parsed.hasMatchedOption("--verbose")
        || parsed.hasSubcommand() && isVerbose(parsed.subcommand());
  }
}
