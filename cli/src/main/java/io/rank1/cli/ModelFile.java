package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.OneLine;
import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The option that names the model. */
final class ModelFile {

  private static final String VARIABLE = "RANK1_MODEL";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description =
          "The model: any rank1 in GGUF, for example from mradermacher/rank1-7b-GGUF on Hugging"
              + " Face. Without it the environment variable RANK1_MODEL is used, and without that"
              + " the demo model inside the program ("
              + DemoModel.FILE_NAME
              + "), which only matches words.")
  private String model;

  /**
   * The model's file.
   *
   * @param environment the value of an environment variable, or null
   * @throws CommandException when the name is not one, or the demo model cannot be unpacked
   */
  Path path(UnaryOperator<String> environment) {
    String name = model == null ? environment.apply(VARIABLE) : model;
    if (model == null && (name == null || name.isEmpty())) {
      return demo();
    }
    if (name.isEmpty()) {
      throw CommandException.usage("--model is empty; leave it out for the demo model");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw CommandException.usage("not a file name: " + name);
    }
  }

  private static Path demo() {
    try {
      return DemoModel.file();
    } catch (IOException e) {
      throw new CommandException(ExitCode.UNUSABLE, OneLine.of(e.getMessage()), e);
    }
  }
}
