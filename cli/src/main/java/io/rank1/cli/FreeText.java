package io.rank1.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;

/**
 * Lets an option take any text, also one that looks like options. What stands behind {@code =} is
 * always text; what follows as a word of its own is not when it is exactly an option of the
 * command, since then the text was forgotten.
 */
final class FreeText implements IParameterPreprocessor {

  private static final String APART = " "; // from the option's name

  /**
   * @throws ParameterException when the option was given already, or another one follows it
   */
  @Override
  public boolean preprocess(
      Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    if (words.isEmpty()) {
      return false; // picocli says what is missing
    }
    String name = String.join(", ", command.optionsMap().get(nameOf(command, option)).names());
    if (option.getValue() != null) {
      throw new OverwrittenOptionException(
          command.commandLine(),
          option,
          String.format(Locale.ROOT, "option '%s' should be specified only once", name));
    }
    String word = words.peek();
    if (info.get("separator").equals(APART) && isOption(command, word)) {
      throw new ParameterException(
          command.commandLine(),
          String.format(
              Locale.ROOT,
              "the text of '%s' is missing before '%s'; a text like that is written %s=%s",
              name,
              word,
              nameOf(command, option),
              word));
    }
    option.setValue(words.pop());
    return true;
  }

  private static String nameOf(CommandSpec command, ArgSpec option) {
    return command.options().stream()
        .filter(option::equals)
        .findFirst()
        .orElseThrow()
        .longestName();
  }

  private static boolean isOption(CommandSpec command, String word) {
    int end = word.indexOf('=');
    return command.optionsMap().containsKey(end < 0 ? word : word.substring(0, end));
  }
}
