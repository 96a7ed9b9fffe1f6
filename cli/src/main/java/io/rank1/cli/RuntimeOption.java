package io.rank1.cli;

import io.rank1.llama.runtime.RuntimeChoice;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The option that names the llama.cpp to run on. */
final class RuntimeOption {

  private static final String VARIABLE = "RANK1_RUNTIME";

  @Option(
      names = "--runtime",
      paramLabel = "embedded|auto|NAME|DIR",
      description =
          "The llama.cpp: the one inside the program, an installed one by its name, or the one in a"
              + " folder. auto takes an installed one with a GPU, else an installed one for the"
              + " CPU, else the embedded one (default: the environment variable RANK1_RUNTIME,"
              + " else auto).")
  private String runtime;

  /**
   * What {@link RuntimeChoice} takes.
   *
   * @param environment the value of an environment variable, or null
   */
  String name(UnaryOperator<String> environment) {
    String name = runtime == null ? environment.apply(VARIABLE) : runtime;
    return name == null || name.isEmpty() ? RuntimeChoice.AUTO : name;
  }
}
