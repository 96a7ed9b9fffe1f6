package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.llama.library.InstalledRuntime;
import io.rank1.llama.library.LibraryException;
import io.rank1.llama.library.RuntimeBackend;
import io.rank1.llama.library.RuntimeInstaller;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Installs a llama.cpp. */
@Command(
    name = "install",
    header = "Installs a runtime.",
    sortOptions = false,
    description = {
      "",
      "Installs the runtime that this version was made for: an npm package of node-llama-cpp, for"
          + " Linux on x86-64 (cpu, cuda, vulkan) and ARM64 (cpu). It is fetched by npm, with the"
          + " registry and proxy that npm is set to, and verified before it is unpacked. One that"
          + " is installed is replaced when the new one is whole.",
      ""
    },
    footer = {
      "",
      "Environment:",
      "  RANK1_DATA  folder for installed runtimes",
      "",
      "Examples:",
      "  rank1 runtime install cuda",
      "  rank1 runtime install cpu --from node-llama-cpp-linux-x64-3.22.1.tgz"
    })
final class RuntimeInstallCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "cpu|cuda|vulkan|metal",
      description = "What it computes on; the runtime is called so.")
  private RuntimeBackend backend;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "The package, fetched elsewhere by 'npm pack' (default: fetch it).")
  private Path from;

  @Mixin private CommonOptions common;

  RuntimeInstallCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    if (from != null && !Files.isRegularFile(from)) {
      throw CommandException.usage("cannot read " + from + ": no such file");
    }
    InstalledRuntime installed = install();
    new ConsoleSink(spec.commandLine().getOut())
        .print(
            "installed "
                + installed.name()
                + installed.version().map(version -> " " + version).orElse("")
                + " in "
                + installed.folder());
    return ExitCode.OK.number();
  }

  private InstalledRuntime install() {
    try {
      RuntimeInstaller installer = host.installer().get();
      return from == null
          ? installer.install(backend, this::tell)
          : installer.install(backend, from, this::tell);
    } catch (LibraryException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    }
  }

  private void tell(String progress) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("rank1: " + progress);
    err.flush();
  }
}
