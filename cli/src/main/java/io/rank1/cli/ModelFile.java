package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.models.ModelLocator;
import io.rank1.core.text.PlainText;
import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The option that names the model. */
final class ModelFile {

  private static final String VARIABLE = "RANK1_MODEL";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE|NAME",
      description =
          "The model: any rank1 in GGUF, as a file, as one that 'rank1 models pull' fetched"
              + " (rank1-7b:Q4_K_M), or as one in the Hugging Face cache (hf:OWNER/NAME/FILE)."
              + " Without it the environment variable RANK1_MODEL is used, and without that"
              + " the demo model inside the program ("
              + DemoModel.FILE_NAME
              + "), which only matches words.")
  private String model;

  /**
   * The model's file.
   *
   * @param environment the value of an environment variable, or null
   * @throws CommandException when the name is not one, or what it names is not on this machine, or
   *     the demo model cannot be unpacked
   */
  Path path(UnaryOperator<String> environment) {
    String name = model == null ? environment.apply(VARIABLE) : model;
    if (model == null && (name == null || name.isEmpty())) {
      return demo();
    }
    if (name.isEmpty()) {
      throw CommandException.usage("--model is empty; leave it out for the demo model");
    }
    return new ModelLocator(environment).locate(name);
  }

  private static Path demo() {
    try {
      return DemoModel.file();
    } catch (IOException e) {
      throw new CommandException(ExitCode.UNUSABLE, PlainText.line(e.getMessage()), e);
    }
  }
}
