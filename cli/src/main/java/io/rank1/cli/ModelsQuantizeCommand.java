package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.models.ModelLocator;
import io.rank1.cli.models.QuantizeRun;
import io.rank1.cli.models.RuntimeFinder;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.NewFile;
import io.rank1.cli.output.OutputPacking;
import io.rank1.cli.output.StandardStream;
import io.rank1.llama.LlamaQuantizer;
import io.rank1.llama.QuantizeType;
import io.rank1.llama.host.PhysicalCores;
import io.rank1.llama.library.RuntimeFolder;
import io.rank1.llama.runtime.ModelProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a smaller GGUF file of one. */
@Command(
    name = "quantize",
    header = "Makes a smaller GGUF file of one in F16, BF16 or F32.",
    sortOptions = false,
    description = {
      "",
      "llama.cpp's own quantizer does it, in a process of its own. The embedded llama.cpp has none:"
          + " install a newer one by 'rank1 runtime install cpu'. Types whose rows do not fit a"
          + " tensor are replaced by llama.cpp with similar ones.",
      "",
      "TYPE is one of F16, BF16, Q8_0, Q6_K, Q5_K_M, Q5_K_S, Q5_1, Q5_0, Q4_K_M, Q4_K_S, IQ4_NL,"
          + " IQ4_XS, Q4_1, Q4_0, Q3_K_L, Q3_K_M, Q3_K_S and Q2_K. The weights of an AWQ checkpoint are"
          + " best left as 'rank1 convert' makes them, which loses nothing.",
      "",
      "OUT is written under another name, and gets its own when it is checked and on the disk.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rank1 convert rank1-0.5b -o rank1-0.5b.f16.gguf --type f16",
      "  rank1 models quantize rank1-0.5b.f16.gguf rank1-0.5b.Q4_K_M.gguf Q4_K_M --runtime cpu"
    })
final class ModelsQuantizeCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "The model, named as for --model; any part of a split one.")
  private String in;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
  private Path out;

  @Parameters(
      index = "2",
      paramLabel = "TYPE",
      converter = QuantizeTarget.class,
      description = "What to make of it, such as Q4_K_M.")
  private QuantizeType type;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = PositiveInt.class,
      description = "CPU threads (default: one for each core).")
  private Integer threads;

  @Option(
      names = "--requantize",
      description = "Also take a model that is quantized already; its weights are rounded twice.")
  private boolean requantize;

  @Option(names = "--overwrite", description = "Replace OUT if it is there.")
  private boolean overwrite;

  @Mixin private RuntimeOption runtime;
  @Mixin private CommonOptions common;

  ModelsQuantizeCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    if (in.isEmpty()) {
      throw CommandException.usage("the model's name is empty");
    }
    Path model = new ModelLocator(host.environment()).locate(in);
    requireFiles(model);
    Optional<RuntimeFolder> folder =
        new RuntimeFinder(
                host.installer(),
                host.probe(),
                note -> Notices.print(note, spec.commandLine().getErr()))
            .find(runtime.name(host.environment()));
    LlamaQuantizer.Source source =
        requantize ? LlamaQuantizer.Source.ANY : LlamaQuantizer.Source.UNQUANTIZED;
    int cores = threads == null ? PhysicalCores.count() : threads;
    QuantizeRun run =
        new QuantizeRun(
            type,
            (from, to, progress) ->
                ModelProcess.ofThisJava()
                    .quantize(folder, from, to, type, source, cores, progress));
    try {
      String report = run.run(model, out, terminal(), host.signals());
      new ConsoleSink(spec.commandLine().getOut()).print(report);
      return ExitCode.OK.number();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "cannot write " + out + ": " + IoProblem.describe(e), e);
    }
  }

  private Optional<PrintWriter> terminal() {
    return host.terminals().contains(StandardStream.ERR)
        ? Optional.of(spec.commandLine().getErr())
        : Optional.empty();
  }

  private void requireFiles(Path model) {
    if (!Files.isRegularFile(model)) {
      throw CommandException.usage(
          "cannot read "
              + model
              + ": "
              + (Files.exists(model) ? "it is not a plain file" : "no such file"));
    }
    OutputPacking.requireNone(out, "a model");
    NewFile.requireWritable(out);
    if (Files.exists(out) && !overwrite) {
      throw CommandException.usage(out + " is already there: remove it, or add --overwrite");
    }
  }
}
