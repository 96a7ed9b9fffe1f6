package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.core.text.PlainText;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every error into one line and an exit code. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    StringBuilder line = new StringBuilder(PlainText.line(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      // Suggestions beyond the first are far from what was typed.
      unmatched.getSuggestions().stream()
          .findFirst()
          .ifPresent(likely -> line.append("; did you mean ").append(likely).append('?'));
    }
    line.append(" (see '").append(command.getCommandSpec().qualifiedName()).append(" --help')");
    print(command.getErr(), line.toString());
    return ExitCode.USAGE.number();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    boolean expected = e instanceof CommandException;
    print(
        command.getErr(),
        expected
            ? e.getMessage()
            : "internal error: "
                + PlainText.line(e.toString())
                + " (--verbose shows where it came from)");
    if (App.isVerbose(parsed) && (!expected || e.getCause() != null)) {
      e.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    return (expected ? ((CommandException) e).code() : ExitCode.INTERNAL).number();
  }

  private static void print(PrintWriter err, String line) {
    err.println("rank1: " + line);
    err.flush();
  }
}
