package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.models.CheckpointVerdict;
import io.rank1.cli.models.Inspection;
import io.rank1.cli.models.InspectionJson;
import io.rank1.cli.models.InspectionText;
import io.rank1.cli.models.Load;
import io.rank1.cli.models.ModelInspector;
import io.rank1.cli.models.ModelLocator;
import io.rank1.cli.models.RuntimeFinder;
import io.rank1.cli.models.Verdict;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.llama.host.HostMemory;
import io.rank1.llama.runtime.ModelProcess;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a model is, and whether it runs. */
@Command(
    name = "inspect",
    header = "Says what a model's files hold, and whether it runs as a rank1.",
    sortOptions = false,
    description = {
      "",
      "Reads the headers of a GGUF file, of all parts of a split one, or of a checkpoint folder in"
          + " safetensors, and no weights: architecture, shape, types of tensors, tokenizer, context,"
          + " what memory it takes, and how the texts that rank1 depends on tokenize. Of a GGUF file"
          + " llama.cpp says that, in a process of its own; of a checkpoint, its tokenizer.json or"
          + " tokenizer.model.",
      "",
      "The verdict is one of: runs; runs, with warnings; does not run. A checkpoint runs after 'rank1"
          + " convert'. With 'does not run' the exit code is 4.",
      ""
    },
    footer = {
      "",
      "With --json: one object with the fields format, files, bytes, name, architecture, layers,"
          + " heads, kv_heads, head_width, embedding, feed_forward, vocabulary, trained_context,"
          + " parameters, head (own, tied, classifier or row), types, rope, tokenizer (special: tokens with a purpose; texts: how texts"
          + " tokenize), context, parallel, memory (bytes), verdict (runs, runs_with_warnings,"
          + " runs_after_convert, runs_after_convert_with_warnings, does_not_run) and reasons. What is"
          + " not known is null.",
      "",
      "Examples:",
      "  rank1 models inspect rank1-7b.Q4_K_M.gguf",
      "  rank1 models inspect rank1-32b-00001-of-00003.gguf --ctx 8192 --parallel 16",
      "  rank1 models inspect checkpoints/rank1-0.5b --json"
    })
final class ModelsInspectCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|DIR|NAME",
      description =
          "A GGUF file, any part of a split one, a checkpoint's folder, or a model as --model takes"
              + " it.")
  private String name;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Mixin private LoadOptions options;
  @Mixin private RuntimeOption runtime;
  @Mixin private CommonOptions common;

  ModelsInspectCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    if (name.isEmpty()) {
      throw CommandException.usage("the model's name is empty");
    }
    Load load = options.load();
    Path path = new ModelLocator(host.environment()).locate(name);
    Inspection inspection = inspect(path, load);
    new ConsoleSink(spec.commandLine().getOut())
        .print(
            json ? new InspectionJson(inspection).json() : new InspectionText(inspection).text());
    boolean useless = inspection.verdict().grade() == Verdict.Grade.DOES_NOT_RUN;
    return (useless ? ExitCode.UNUSABLE : ExitCode.OK).number();
  }

  private Inspection inspect(Path path, Load load) {
    if (!Files.exists(path)) {
      throw CommandException.usage("cannot read " + path + ": no such file");
    }
    if (path.toString().endsWith(".safetensors")) {
      throw CommandException.usage(path + " is a part of a checkpoint: give its folder");
    }
    ModelInspector inspector =
        new ModelInspector(
            load,
            HostMemory.available(),
            (model, texts) ->
                ModelProcess.ofThisJava()
                    .tokenize(
                        new RuntimeFinder(
                                host.installer(),
                                host.probe(),
                                note -> Notices.print(note, spec.commandLine().getErr()))
                            .find(runtime.name(host.environment())),
                        model,
                        texts));
    try {
      return Files.isDirectory(path)
          ? new CheckpointVerdict(load, inspector).inspect(path)
          : inspector.inspect(path);
    } catch (FileSystemException e) {
      throw new CommandException(
          ExitCode.UNUSABLE, "cannot read " + e.getFile() + ": " + IoProblem.describe(e), e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.UNUSABLE, IoProblem.describe(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERRUPTED, "interrupted", e);
    }
  }
}
