package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
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
              + " Face. Without it the environment variable RANK1_MODEL is used.")
  private String model;

  /**
   * The model's file.
   *
   * @param environment the value of an environment variable, or null
   * @throws CommandException when no model is named
   */
  Path path(UnaryOperator<String> environment) {
    String name = model == null ? environment.apply(VARIABLE) : model;
    if (name == null || name.isEmpty()) {
      throw CommandException.usage(
          "no model: give one with --model FILE or in RANK1_MODEL; any rank1 in GGUF will do,"
              + " for example from mradermacher/rank1-7b-GGUF on Hugging Face");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw CommandException.usage("not a file name: " + name);
    }
  }
}
