package io.rank1.cli;

import io.rank1.cli.doctor.Doctor;
import io.rank1.cli.doctor.Finding;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.llama.library.LibraryException;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.runtime.RuntimeChoice;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks whether models run here. */
@Command(
    name = "doctor",
    header = "Checks whether models run on this machine, and says what to do if not.",
    sortOptions = false,
    description = {
      "",
      "Checks Java, the processor, memory, the locale, the folders for what is unpacked, what other"
          + " processes leave of the processor, llama.cpp and its devices, and decodes two tokens"
          + " in a process of its own. Each line begins with ok, warning or failure; with a failure"
          + " among them the exit code is 4.",
      ""
    },
    footer = {
      "",
      "Environment:",
      "  RANK1_MODEL    the model to use when --model is not given; without it, the demo model",
      "  RANK1_RUNTIME  the llama.cpp to use when --runtime is not given; without it, auto",
      "  RANK1_CACHE    folder for the unpacked native libraries and demo model",
      "  RANK1_DATA     folder for installed runtimes",
      "",
      "Examples:",
      "  rank1 doctor",
      "  rank1 doctor --runtime cuda -m rank1-7b.Q4_K_M.gguf"
    })
final class DoctorCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;
  @Mixin private ModelFile model;
  @Mixin private RuntimeOption runtime;
  @Mixin private CommonOptions common;

  DoctorCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    List<Finding> findings =
        doctor().examine(runtime.name(host.environment()), () -> model.path(host.environment()));
    ConsoleSink out = new ConsoleSink(spec.commandLine().getOut());
    findings.forEach(finding -> out.print(finding.line()));
    boolean failed = findings.stream().anyMatch(f -> f.grade() == Finding.Grade.FAILURE);
    return (failed ? ExitCode.UNUSABLE : ExitCode.OK).number();
  }

  private Doctor doctor() {
    try {
      RuntimeChoice choice =
          new RuntimeChoice(
              host.installer().get().installed(), LibraryNames.ofThisSystem(), host.probe());
      return new Doctor(choice, host.probe());
    } catch (LibraryException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    }
  }
}
