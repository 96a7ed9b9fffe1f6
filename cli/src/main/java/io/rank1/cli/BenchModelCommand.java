package io.rank1.cli;

import io.rank1.cli.bench.BenchVocabulary;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.output.OutputPacking;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.TokenizerFiles;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a model to measure with. */
@Command(
    name = "bench-model",
    header = "Tool: writes a random model to measure with.",
    sortOptions = false,
    description = {
      "",
      "Writes a model of random weights, as fast or slow as a real one of its shape, for"
          + " 'rank1 bench'. Its answers mean nothing.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rank1 bench-model -o random.gguf && rank1 bench -m random.gguf",
      "  rank1 bench-model --checkpoint awq -o random && rank1 convert random -o random.gguf"
    })
final class BenchModelCommand implements Callable<Integer> {

  private static final int SHARDS = 4;

  /** The shapes on offer. */
  enum Shape {
    QWEN2_5_0_5B("qwen2.5-0.5b", ModelShape.QWEN2_5_0_5B, TokenizerFiles.QWEN2_5_SIZE),
    QWEN2_5_1_5B("qwen2.5-1.5b", ModelShape.QWEN2_5_1_5B, TokenizerFiles.QWEN2_5_SIZE),
    QWEN2_5_7B("qwen2.5-7b", ModelShape.QWEN2_5_7B, TokenizerFiles.QWEN2_5_LARGE_SIZE),
    TINY("tiny", ModelShape.TINY, 4096);

    private final String label;
    private final ModelShape sizes;
    private final int tokens;

    Shape(String label, ModelShape sizes, int tokens) {
      this.label = label;
      this.sizes = sizes;
      this.tokens = tokens;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Where to write it; a file that is there is replaced.")
  private Path output;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      defaultValue = "qwen2.5-0.5b",
      description =
          "Sizes of which model: qwen2.5-0.5b, qwen2.5-1.5b, qwen2.5-7b, or tiny, which is no real"
              + " one's (default: qwen2.5-0.5b).")
  private Shape shape;

  @Option(
      names = "--type",
      paramLabel = "q8_0|q4_0|f16|f32",
      defaultValue = "q8_0",
      description = "How the weights are stored (default: q8_0).")
  private WeightType type;

  @Option(
      names = "--checkpoint",
      paramLabel = "WEIGHTS",
      description =
          "Write a folder in four shards as Hugging Face has them, to convert, in place of a GGUF"
              + " file; with its weights stored so: f32, f16, bf16, awq, pack_quantized or"
              + " pack_quantized_symmetric.")
  private RandomCheckpoint.Weights checkpoint;

  @Option(
      names = "--tokenizer",
      paramLabel = "DIR",
      description =
          "Folder with vocab.json and merges.txt of Qwen2.5. Without it every byte is a token.")
  private Path tokenizer;

  @Option(
      names = "--markers",
      paramLabel = "control|user_defined|absent",
      defaultValue = "control",
      description =
          "How <think> and </think> are tokens: control, as in rank1's own checkpoints;"
              + " user_defined, as in some made from it; absent, as in base models"
              + " (default: control).")
  private Markers markers;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same file (default: 1).")
  private long seed;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (checkpoint != null && Files.exists(output)) {
      throw CommandException.usage(output + " is already there: name a folder that is not");
    }
    OutputPacking.requireNone(output, "a model");
    Vocabulary vocabulary = vocabulary();
    try {
      if (checkpoint == null) {
        RandomModel.write(output, shape.sizes, vocabulary, type, seed);
      } else {
        new RandomCheckpoint(
                CheckpointFamily.QWEN2,
                shape.sizes,
                vocabulary,
                checkpoint,
                shape.tokens,
                SHARDS,
                seed)
            .write(output);
      }
      return ExitCode.OK.number();
    } catch (IOException e) {
      throw CommandException.usage("cannot write " + output + ": " + IoProblem.describe(e));
    }
  }

  private Vocabulary vocabulary() {
    try {
      return BenchVocabulary.of(Optional.ofNullable(tokenizer), shape.tokens, markers);
    } catch (IOException e) {
      throw CommandException.usage("cannot read the tokenizer: " + IoProblem.describe(e));
    }
  }
}
