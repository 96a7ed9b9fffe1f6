package io.rank1.cli.signal;

import io.rank1.cli.exit.ExitCode;

/** How a user or a system asks a process to end. */
public enum EndSignal {
  /** Ctrl-C. */
  INT(ExitCode.INTERRUPTED),
  /** What kill and job schedulers send. */
  TERM(ExitCode.TERMINATED);

  private final ExitCode code;

  EndSignal(ExitCode code) {
    this.code = code;
  }

  /** How the process then ends. */
  public ExitCode code() {
    return code;
  }
}
