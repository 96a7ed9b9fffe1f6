package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.runner.RunnerException;
import io.rank1.llama.check.Head;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.models.convert.Comparison;
import io.rank1.models.convert.Conversion;
import io.rank1.models.convert.OutputType;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.CheckpointVocabulary;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.PieceVocabulary;
import io.rank1.models.synthetic.RandomAdapter;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Converted checkpoints in llama.cpp against a forward pass in double precision over the checkpoint
 * itself: every logit of the vocabulary, relative to the largest. All dimensions differ where they
 * may, so that mixed up rows, heads or axes show.
 */
@Tag("llama")
class ConvertedLogitsTest {

  private static final int[] TOKENS = new Random(5).ints(40, 0, 300).toArray();

  /** With the answers of rank1. */
  private static final List<String> PIECES =
      List.of(
          "\u2581",
          "t",
          "r",
          "u",
          "e",
          "f",
          "a",
          "l",
          "s",
          "tr",
          "ue",
          "true",
          "\u2581true",
          "fa",
          "ls",
          "lse",
          "false",
          "\u2581false");

  @TempDir Path folder;

  private static ModelShape shape(CheckpointFamily family, ModelShape.Output output) {
    return switch (family) {
      case QWEN2 ->
          new ModelShape(family.architecture(), 3, 128, 4, 2, 32, 384, 1024, 1e6f, 1e-6f, output);
      // The context is longer than the one before scaling, and some waves are longer than both.
      case LLAMA_3_1 ->
          new ModelShape(
              family.architecture(), 2, 256, 8, 2, 32, 384, 131_072, 5e5f, 1e-5f, output);
      case QWEN3 ->
          new ModelShape(family.architecture(), 3, 128, 4, 2, 64, 384, 1024, 1e6f, 1e-6f, output);
      case LLAMA_2 ->
          new ModelShape(family.architecture(), 2, 128, 4, 4, 32, 384, 4096, 1e4f, 1e-5f, output);
      case MISTRAL_7B ->
          new ModelShape(family.architecture(), 2, 128, 4, 2, 32, 256, 32_768, 1e4f, 1e-5f, output);
      // Heads are twice as wide as the embedding has room for.
      case GEMMA ->
          new ModelShape(family.architecture(), 3, 128, 4, 1, 64, 384, 8192, 1e4f, 1e-6f, output);
      case MISTRAL_SMALL ->
          new ModelShape(family.architecture(), 2, 128, 4, 2, 64, 256, 32_768, 1e8f, 1e-5f, output);
    };
  }

  private Path checkpoint(CheckpointFamily family, String weights, int shards, boolean tied)
      throws IOException {
    ModelShape shape = shape(family, tied ? ModelShape.Output.TIED : ModelShape.Output.UNTIED);
    Path checkpoint = folder.resolve("checkpoint");
    Weights stored = weights.equals("PACKED") ? Weights.F32 : Weights.valueOf(weights);
    new RandomCheckpoint(family, shape, vocabulary(family), stored, 384, shards, 11)
        .write(checkpoint);
    if (weights.equals("PACKED")) {
      AwqPackerReference.pack(checkpoint);
    }
    return checkpoint;
  }

  private static CheckpointVocabulary vocabulary(CheckpointFamily family) {
    if (family.hasPieces()) {
      boolean gemma = family == CheckpointFamily.GEMMA;
      return new PieceVocabulary(
          PIECES,
          List.of(),
          gemma ? PieceVocabulary.Blanks.NONE : PieceVocabulary.Blanks.EACH_RUN,
          PieceVocabulary.Files.BOTH);
    }
    boolean llama = family.architecture() == Architecture.LLAMA;
    BosUse bos = llama ? BosUse.ADDED : BosUse.NOT_ADDED;
    return ByteLevelBpe.vocabulary(family.architecture(), bos, Fixtures.WORDS);
  }

  /** ggml looks GELU up in a table of halves, so that Gemma's logits have fewer bits. */
  @ParameterizedTest(name = "{0} {1} in {2} files, tied {3}, as {4}: {5}")
  @CsvSource({
    "QWEN2, F32, 1, false, F32, 1e-5",
    "QWEN2, BF16, 3, true, F32, 1e-5",
    "QWEN2, F16, 2, false, AUTO, 2e-3",
    "QWEN2, BF16, 2, true, AUTO, 1e-2",
    "QWEN2, BF16, 1, false, F16, 2e-3",
    "QWEN2, F16, 1, true, Q8_0, 5e-2",
    "QWEN2, F16, 1, true, Q5_0, 3e-1",
    "QWEN2, PACKED, 1, false, F32, 1e-5",
    "QWEN2, AWQ, 2, true, F32, 1e-5",
    "LLAMA_3_1, F32, 1, false, F32, 1e-5",
    "LLAMA_3_1, BF16, 2, false, F32, 1e-5",
    "LLAMA_3_1, F16, 2, true, AUTO, 2e-3",
    "LLAMA_3_1, F16, 2, false, Q8_0, 5e-2",
    "LLAMA_3_1, PACKED, 1, false, F32, 1e-5",
    "MISTRAL_SMALL, F32, 1, false, F32, 1e-5",
    "MISTRAL_SMALL, BF16, 2, false, AUTO, 1e-2",
    "MISTRAL_SMALL, BF16, 2, false, F16, 2e-3",
    "MISTRAL_SMALL, PACKED, 1, false, F32, 1e-5",
    "QWEN2, PACK_QUANTIZED, 2, true, F32, 1e-5",
    "LLAMA_3_1, PACK_QUANTIZED_SYMMETRIC, 1, false, F32, 1e-5",
    "QWEN3, F32, 1, false, F32, 1e-5",
    "QWEN3, BF16, 2, true, F32, 1e-5",
    "QWEN3, BF16, 2, true, AUTO, 1e-2",
    "QWEN3, AWQ, 1, false, F32, 1e-5",
    "LLAMA_2, F16, 1, false, F32, 1e-5",
    "MISTRAL_7B, BF16, 2, false, F32, 1e-5",
    "GEMMA, F32, 1, true, F32, 2e-4",
    "GEMMA, BF16, 2, true, AUTO, 1e-2",
    "GEMMA, F16, 1, true, Q8_0, 5e-2",
  })
  void logitsAreThoseOfTheCheckpoint(
      CheckpointFamily family, String weights, int shards, boolean tied, String type, double bound)
      throws IOException, RunnerException {
    Fixtures.assumeKnown(family.architecture());
    Path checkpoint = checkpoint(family, weights, shards, tied);
    float[] logits = convert(checkpoint, type);

    assertThat(WholeLogits.error(logits, new CheckpointReference(checkpoint).logits(TOKENS)))
        .isLessThan(bound);
  }

  /**
   * With quantized weights ggml rounds the inputs of every layer to 8 bits; the rest is exact, but
   * for the output matrix, which is of halves beside AWQ's layers and in BF16 beside others.
   */
  @ParameterizedTest(name = "{0} {1} in {2} files, tied {3}, as {4}")
  @CsvSource({
    "QWEN2, PACKED, 1, false, AUTO, 1e-3",
    "QWEN2, PACKED, 1, true, Q8_0, 1e-3",
    "QWEN2, AWQ, 2, true, AUTO, 1e-3",
    "LLAMA_3_1, PACKED, 1, false, AUTO, 1e-3",
    "LLAMA_3_1, AWQ, 1, false, Q8_0, 1e-3",
    "MISTRAL_SMALL, PACKED, 1, false, AUTO, 1e-3",
    "MISTRAL_SMALL, AWQ, 2, false, Q8_0, 1e-3",
    "QWEN2, PACK_QUANTIZED, 1, false, AUTO, 1e-2",
    "LLAMA_3_1, PACK_QUANTIZED, 2, false, AUTO, 1e-2",
    "MISTRAL_SMALL, PACK_QUANTIZED_SYMMETRIC, 1, true, AUTO, 1e-2",
    "QWEN2, PACK_QUANTIZED_SYMMETRIC, 1, true, Q8_0, 1e-2",
  })
  void logitsOfPackedLayersAreThoseOfTheUnpackedWeights(
      CheckpointFamily family, String weights, int shards, boolean tied, String type, double bound)
      throws IOException, RunnerException {
    Fixtures.assumeKnown(family.architecture());
    Path checkpoint = checkpoint(family, weights, shards, tied);
    float[] logits = convert(checkpoint, type);
    CheckpointReference reference = new CheckpointReference(checkpoint);

    assertThat(WholeLogits.error(logits, reference.logits(TOKENS))).isLessThan(5e-2);
    assertThat(WholeLogits.error(logits, reference.withEightBitInputs().logits(TOKENS)))
        .isLessThan(bound);
  }

  /** The logit of token 0 is the head's product with the last position, and all others are zero. */
  @ParameterizedTest
  @CsvSource({
    "QWEN2, F32, AUTO, 1e-5",
    "QWEN3, BF16, F32, 1e-5",
    "LLAMA_3_1, BF16, F32, 1e-5",
    "LLAMA_2, F32, F32, 1e-5",
    "MISTRAL_SMALL, F16, Q8_0, 5e-2"
  })
  void aHeadForOneLabelIsTheLogitOfTokenZero(
      CheckpointFamily family, String weights, String type, double bound)
      throws IOException, RunnerException {
    Fixtures.assumeKnown(family.architecture());
    Path checkpoint = folder.resolve("checkpoint");
    new RandomCheckpoint(
            family,
            shape(family, ModelShape.Output.TIED),
            vocabulary(family),
            Weights.valueOf(weights),
            384,
            2,
            11)
        .withOneLabel()
        .write(checkpoint);
    float[] logits = convert(checkpoint, type);
    double score = new CheckpointReference(checkpoint).logits(TOKENS)[0];

    assertThat((double) logits[0]).isCloseTo(score, within(bound * Math.max(1, Math.abs(score))));
    for (int token = 1; token < logits.length; token++) {
      assertThat(logits[token]).isZero();
    }
    Path file = folder.resolve("m.gguf");
    assertThat(ModelCheck.check(file).head()).isEqualTo(Head.ROW);
    assertThatThrownBy(() -> Fixtures.open(file, 8))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("it has a classification head as the logit of token 0");
  }

  /** Of a model that answers in tokens, and of one that gets a head with it, as RankLLaMA has. */
  @ParameterizedTest
  @CsvSource({"QWEN2, false", "LLAMA_3_1, true", "LLAMA_2, true"})
  void logitsAreThoseOfTheBaseWithItsLora(CheckpointFamily family, boolean head)
      throws IOException, RunnerException {
    Path checkpoint = checkpoint(family, "BF16", 2, false);
    ModelShape shape = shape(family, ModelShape.Output.UNTIED);
    List<String> targets = List.of("q_proj", "k_proj", "v_proj", "o_proj", "down_proj");
    Path lora = folder.resolve("lora");
    new RandomAdapter(shape, targets, 4, 12, head, 6).write(lora);
    float[] logits = convert(checkpoint, "F32", Optional.of(lora));
    double[] expected = new CheckpointReference(checkpoint).withLora(lora).logits(TOKENS);
    double[] before = new CheckpointReference(checkpoint).logits(TOKENS);

    if (head) {
      assertThat((double) logits[0])
          .isCloseTo(expected[0], within(5e-5 * Math.max(1, Math.abs(expected[0]))));
    } else {
      assertThat(WholeLogits.error(logits, expected)).isLessThan(1e-5);
      assertThat(WholeLogits.error(logits, before)).isGreaterThan(1e-2);
    }
  }

  private float[] convert(Path checkpoint, String type) throws IOException, RunnerException {
    return convert(checkpoint, type, Optional.empty());
  }

  private float[] convert(Path checkpoint, String type, Optional<Path> lora)
      throws IOException, RunnerException {
    Path file = folder.resolve("m.gguf");
    Optional<OutputType> wanted =
        type.equals("AUTO") ? Optional.empty() : Optional.of(OutputType.valueOf(type));
    Conversion conversion = Conversion.plan(checkpoint, wanted, lora);
    AtomicReference<Comparison> found = new AtomicReference<>();
    conversion.write(
        file, bytes -> {}, written -> found.set(conversion.verify(written, done -> {})));
    assertThat(found.get().weights()).isEqualTo(conversion.weights());
    if (conversion.isLossless()) {
      assertThat(found.get().differing()).isZero();
    }
    assertThat(ModelCheck.check(file).path()).isEqualTo(file);
    return WholeLogits.of(file, TOKENS);
  }
}
