package io.rank1.cli.exit;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the process ends. The numbers are part of the command line's contract. */
public enum ExitCode {
  OK(0, "Everything was scored, or all is well."),
  INTERNAL(1, "Internal error: please report it."),
  USAGE(2, "Bad arguments, bad input, or output that cannot be written."),
  PAIRS_FAILED(3, "Some pairs could not be scored, or queries not ranked; all others were."),
  UNUSABLE(4, "The model or llama.cpp cannot be used."),
  INTERRUPTED(130, "Interrupted; what was done is kept."),
  TERMINATED(143, "Told to end by SIGTERM; what was done is kept.");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** What the process returns. */
  public int number() {
    return number;
  }

  /** The codes and their meanings, as a help text lists them. */
  public static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (ExitCode code : values()) {
      meanings.put(" " + code.number, code.meaning);
    }
    return meanings;
  }
}
