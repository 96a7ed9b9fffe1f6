package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.rank1.core.runner.RunnerException;
import io.rank1.llama.check.Head;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.check.UnknownArchitectureException;
import io.rank1.llama.runtime.ModelProcess;
import io.rank1.llama.runtime.ModelProcessException;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The architectures that no published rank1 has: their logits against a forward pass in double
 * precision, and what a library says that does not know one.
 */
@Tag("llama")
class ArchitecturesOnLlamaTest {

  private static final int[] TOKENS = new Random(6).ints(40, 0, 256).toArray();

  @TempDir Path folder;

  /** Heads are twice as wide as the embedding has room for. */
  private Path model(Architecture architecture, ModelShape.Output output) throws IOException {
    ModelShape shape = new ModelShape(architecture, 3, 64, 4, 2, 32, 96, 1024, 1e6f, 1e-6f, output);
    Vocabulary vocabulary = Fixtures.vocabulary(architecture, Vocabulary.BosUse.NOT_ADDED);
    Path file = folder.resolve("m.gguf");
    RandomModel.write(file, shape, vocabulary, WeightType.F32, 13);
    return file;
  }

  /** ggml looks GELU up in a table of halves, so that Gemma's logits have fewer bits. */
  @ParameterizedTest
  @CsvSource({"QWEN3, UNTIED, 1e-5", "QWEN3, TIED, 1e-5", "GEMMA, TIED, 2e-4"})
  void logitsAreThoseOfTheDescription(
      Architecture architecture, ModelShape.Output output, double bound)
      throws IOException, RunnerException {
    Fixtures.assumeKnown(architecture);
    Path file = model(architecture, output);
    ModelSummary summary = ModelCheck.check(file);

    assertThat(summary.headDimK()).isEqualTo(32);
    assertThat(summary.head()).isEqualTo(output == ModelShape.Output.TIED ? Head.TIED : Head.OWN);
    assertThat(
            WholeLogits.error(
                WholeLogits.of(file, TOKENS), new DecoderReference(file).logits(TOKENS)))
        .isLessThan(bound);
  }

  @Test
  void aLibraryThatCameBeforeTheArchitectureSaysSo() throws IOException {
    assumeFalse(TestRuntime.isModern(), "it knows all of them");
    Path file = model(Architecture.QWEN3, ModelShape.Output.TIED);
    String words =
        file
            + ": the architecture 'qwen3' needs a newer llama.cpp than the embedded llama.cpp b4916";

    assertThatThrownBy(() -> Fixtures.open(file, 8))
        .isInstanceOf(UnknownArchitectureException.class)
        .hasMessage(words);
    assertThatThrownBy(
            () -> ModelProcess.ofThisJava().tokenize(TestRuntime.folder(), file, List.of(" true")))
        .isInstanceOf(ModelProcessException.class)
        .hasCauseInstanceOf(UnknownArchitectureException.class)
        .hasMessage(words);
    assertThatThrownBy(() -> Fixtures.load(file))
        .as("what is refused here, llama.cpp refuses")
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("unknown model architecture: 'qwen3'");
  }
}
