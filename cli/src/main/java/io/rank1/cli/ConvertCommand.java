package io.rank1.cli;

import io.rank1.cli.convert.ConversionRun;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.models.CheckpointLocator;
import io.rank1.cli.output.ConsoleSink;
import io.rank1.cli.output.NewFile;
import io.rank1.cli.output.OutputPacking;
import io.rank1.cli.output.StandardStream;
import io.rank1.core.files.LinkTarget;
import io.rank1.core.files.PartFile;
import io.rank1.models.convert.Conversion;
import io.rank1.models.gguf.GgufWriteException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a GGUF file of a checkpoint. */
@Command(
    name = "convert",
    header = "Makes a GGUF file of a Hugging Face checkpoint, AWQ included.",
    sortOptions = false,
    description = {
      "",
      "Reads a folder as Hugging Face has it (config.json, model.safetensors or its shards with"
          + " their index, tokenizer.json or tokenizer.model, tokenizer_config.json) and writes one"
          + " GGUF file. Known are Qwen2, Qwen3, Llama 2 and 3, Mistral and Gemma (the first), for"
          + " text or, but for Gemma, with a head for one label, with weights in F32, F16 or BF16, or"
          + " packed by AutoAWQ (4 bits, groups of 128, GEMM) or llm-compressor (compressed-tensors"
          + " in the format pack-quantized, 4 bits). Tokenizers are byte-level BPE, or SentencePiece's"
          + " BPE with byte fallback.",
      ""
    },
    footer = {
      "",
      "Without --type nothing is lost: packed layers become Q5_0, or Q4_0 where they have no zero"
          + " points, which hold each of their weights exactly, and other matrices stay as they"
          + " are. For packed layers q8_0 is exact too and leaves other matrices as they are, and"
          + " f32 is exact; f16, bf16 and, with zero points, q4_0 round. Norms and biases are F32"
          + " always.",
      "",
      "A head for one label (ForSequenceClassification) becomes the row of token 0 of an output"
          + " matrix that is zero otherwise: the logit of token 0 is the score, and no text can be"
          + " written.",
      "",
      "With --lora, an adapter of PEFT's (adapter_config.json, adapter_model.safetensors) that was"
          + " made on CHECKPOINT is merged into it, and the sums are rounded to the type that is"
          + " written. A classification head that it brings (modules_to_save: score) becomes the"
          + " model's. Not known are DoRA, biases, ranks of several sizes, and packed checkpoints.",
      "",
      "To f16, weights are rounded to the nearest, those below 2^-25 to 0; a weight that a type"
          + " cannot hold (65520 and more for f16) is an error. Weights that are infinite or not"
          + " numbers are errors always.",
      "",
      "Verifying reads the file again, and compares every weight with the checkpoint's. It is done"
          + " for packed weights unless --no-verify is given. One that differs where none may is an error.",
      "",
      "OUT is written as .OUT.rank1.part beside it, and gets its name when it is on the disk and"
          + " verified. What a killed run leaves there, the next one of this OUT writes over.",
      "",
      "Examples:",
      "  rank1 convert rank1-7b-awq -o rank1-7b.Q5_0.gguf",
      "  rank1 models pull rank1-0.5b",
      "  rank1 convert rank1-0.5b -o rank1-0.5b.Q8_0.gguf --type q8_0",
      "  rank1 convert Qwen2.5-7B-Instruct --lora Rank-R1-7B-v0.1 -o rank-r1.BF16.gguf"
    })
final class ConvertCommand implements Callable<Integer> {

  private final Host host;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CHECKPOINT",
      description =
          "The checkpoint's folder; or a name that 'rank1 models pull' has fetched, such as"
              + " rank1-0.5b or hf:OWNER/NAME.")
  private String checkpoint;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "The file to write.")
  private Path output;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "auto",
      converter = TargetType.Converter.class,
      description =
          "How matrices are stored: auto, f32, f16, bf16, q8_0, q5_0 or q4_0 (default: auto, which"
              + " loses nothing).")
  private TargetType type;

  @Option(
      names = "--lora",
      paramLabel = "LORA",
      description =
          "A LoRA to merge into the weights: its folder, as PEFT saves it; or a name hf:OWNER/NAME"
              + " that 'rank1 models pull' has fetched.")
  private String lora;

  @Option(
      names = "--verify",
      negatable = true,
      arity = "0",
      description = "Compare every weight afterwards (default: for packed weights).")
  private Boolean verify;

  @Option(names = "--overwrite", description = "Replace OUT if it is there.")
  private boolean overwrite;

  @Mixin private CommonOptions common;

  ConvertCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    requireOutput();
    CheckpointLocator locator = new CheckpointLocator(host.environment());
    Path folder = locator.locate(checkpoint);
    Optional<Path> adapter = Optional.ofNullable(lora).map(locator::locate);
    try {
      Conversion conversion = Conversion.plan(folder, type.type(), adapter);
      requireNoInput(conversion);
      requireRoom(conversion.bytes());
      ConversionRun run =
          new ConversionRun(
              conversion, output, spec.commandLine().getErr(), display(), host.signals());
      String report = run.run(verify == null ? conversion.isPacked() : verify);
      new ConsoleSink(spec.commandLine().getOut()).print(report);
      return ExitCode.OK.number();
    } catch (GgufWriteException e) {
      throw new CommandException(
          ExitCode.USAGE, "cannot write " + output + ": " + IoProblem.describe(e), e);
    } catch (FileSystemException e) {
      throw new CommandException(ExitCode.USAGE, e.getFile() + ": " + IoProblem.describe(e), e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, IoProblem.describe(e), e);
    }
  }

  private ConversionRun.Display display() {
    return host.terminals().contains(StandardStream.ERR)
        ? ConversionRun.Display.PROGRESS
        : ConversionRun.Display.NOTES;
  }

  private void requireOutput() {
    OutputPacking.requireNone(output, "a model");
    NewFile.requireWritable(output);
    if (Files.exists(output) && !overwrite) {
      throw CommandException.usage(output + " is already there: remove it, or add --overwrite");
    }
  }

  private void requireNoInput(Conversion conversion) throws IOException {
    if (conversion.reads(output)) {
      throw CommandException.usage("cannot write " + output + ": the checkpoint is read from it");
    }
  }

  private void requireRoom(long bytes) throws IOException {
    Path place = LinkTarget.of(output);
    long room =
        Files.getFileStore(place.toAbsolutePath().getParent()).getUsableSpace() + left(place);
    if (room < bytes) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "cannot write %s: it takes %.2f GB, and the disk has %.2f GB left",
              output,
              bytes / 1e9,
              room / 1e9));
    }
  }

  /** Bytes that a killed run left, and this one writes over. */
  private static long left(Path place) throws IOException {
    Path part = PartFile.of(place);
    return Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) ? Files.size(part) : 0;
  }
}
