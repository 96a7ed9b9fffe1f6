package io.rank1.llama.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rank1.core.RerankerOptions;
import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.llama.LlamaModel;
import io.rank1.llama.LlamaOptions;
import io.rank1.llama.LlamaQuantizer.Source;
import io.rank1.llama.LlamaReranker;
import io.rank1.llama.QuantizeType;
import io.rank1.llama.TestRuntime;
import io.rank1.llama.TokenKind;
import io.rank1.models.demo.DemoModel;
import io.rank1.models.gguf.Q8Encoder;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.SplitModel;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("llama")
class ModelProcessTest {

  private static final List<String> TEXTS = List.of(" true", " false", "</think>", "", "é \n水");

  private final ModelProcess process = ModelProcess.ofThisJava();

  @TempDir Path folder;

  /** Rows of 256 weights, which is what k-quants need. */
  private Path model(WeightType type) throws IOException {
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(
            Architecture.QWEN2,
            Vocabulary.BosUse.NOT_ADDED,
            List.of(" true", " false", "<think>", "</think>"));
    ModelShape shape =
        new ModelShape(
            Architecture.QWEN2, 2, 256, 4, 2, 64, 512, 512, 1e6f, 1e-6f, ModelShape.Output.UNTIED);
    Path file = folder.resolve(type + ".gguf");
    RandomModel.write(file, shape, vocabulary, type, 5);
    return file;
  }

  private Path quantize(Path in, QuantizeType type, Source source) throws InterruptedException {
    Path out = folder.resolve("out.gguf");
    List<String> progress = new ArrayList<>();
    process.quantize(TestRuntime.folder(), in, out, type, source, 1, progress::add);
    assertThat(progress).first().asString().startsWith("1/");
    assertThat(progress).last().matches(text -> text.split("/")[0].equals(text.split("/")[1]));
    return out;
  }

  private static double score(Path model) {
    LlamaOptions options = LlamaOptions.AUTO.withContext(256).withThreads(1);
    try (LlamaReranker llama =
        LlamaReranker.builder(model)
            .runtime(TestRuntime.get())
            .llama(options)
            .options(RerankerOptions.builder().maxThinkTokens(4).build())
            .open()) {
      return llama.score("q", "p").requireScore().probability();
    }
  }

  @Test
  void tokenizesAsTheModelDoes() throws Exception {
    Path demo = DemoModel.file();
    List<TokenizedText> tokenized = process.tokenize(TestRuntime.folder(), demo, TEXTS);
    assertThat(tokenized).extracting(TokenizedText::text).isEqualTo(TEXTS);
    try (LlamaModel model = LlamaModel.loadVocabulary(TestRuntime.get(), demo)) {
      for (TokenizedText text : tokenized) {
        assertThat(text.ids().stream().mapToInt(i -> i).toArray())
            .isEqualTo(model.vocabulary().encodeContinuation(SegmentedText.literal(text.text())));
      }
    }
    assertThat(tokenized.get(0).pieces()).containsExactly(" true");
    assertThat(tokenized.get(0).isSpecial()).isFalse();
    assertThat(tokenized.get(2).pieces()).containsExactly("</think>");
    assertThat(tokenized.get(2).kinds()).containsExactly(TokenKind.CONTROL);
    assertThat(tokenized.get(2).isSpecial()).isTrue();
  }

  @Test
  void saysWhyAModelCannotBeTokenizedBy() throws IOException {
    Path text = Files.writeString(folder.resolve("x.gguf"), "hello");
    assertThatThrownBy(() -> process.tokenize(TestRuntime.folder(), text, TEXTS))
        .isInstanceOf(ModelProcessException.class)
        .hasMessageContaining("x.gguf: the header: not a GGUF file");
  }

  @Test
  void anAbortIsAMessage() {
    List<String> aborts =
        List.of(
            "sh",
            "-c",
            "printf 'rank1-probe\\tSTART\\t\\n';"
                + "echo 'x.cpp:1: GGML_ASSERT(a == b) failed' >&2; kill -ABRT $$");
    ChildJava java = new ChildJava(unused -> aborts, Duration.ofSeconds(20));
    assertThatThrownBy(() -> new ModelProcess(java, java).tokenize(Optional.empty(), folder, TEXTS))
        .isInstanceOf(ModelProcessException.class)
        .hasMessageContaining("llama.cpp ended the process (134): x.cpp:1: GGML_ASSERT(a == b)");
  }

  @Test
  void theEmbeddedLibraryCannotQuantize() throws IOException {
    assumeThat(TestRuntime.isModern()).isFalse();
    Path in = model(WeightType.F32);
    assertThatThrownBy(() -> quantize(in, QuantizeType.Q8_0, Source.UNQUANTIZED))
        .isInstanceOf(ModelProcessException.class)
        .hasMessage(
            "the embedded llama.cpp b4916 cannot quantize; install a newer one by 'rank1 runtime"
                + " install cpu', and name it by --runtime cpu");
  }

  @ParameterizedTest
  @EnumSource(QuantizeType.class)
  void whatIsQuantizedScores(QuantizeType type) throws Exception {
    assumeThat(TestRuntime.isModern()).isTrue();
    Path out = quantize(model(WeightType.F32), type, Source.UNQUANTIZED);
    Map<GgmlType, Long> types =
        GgufFile.read(out).tensors().values().stream()
            .filter(tensor -> tensor.dims().size() == 2)
            .collect(Collectors.groupingBy(GgufTensor::type, Collectors.counting()));
    String family = type.name().replaceAll("_[SML]$", "");
    assertThat(types).containsKey(GgmlType.valueOf(family)).doesNotContainKey(GgmlType.F32);
    assertThat(score(out)).isBetween(0.0, 1.0);
  }

  @Test
  void bytesOfQ8AreThoseOfOurOwnEncoder() throws Exception {
    assumeThat(TestRuntime.isModern()).isTrue();
    Path in = model(WeightType.F32);
    Path out = quantize(in, QuantizeType.Q8_0, Source.UNQUANTIZED);
    GgufFile source = GgufFile.read(in);
    GgufFile quantized = GgufFile.read(out);
    int compared = 0;
    for (GgufTensor tensor : source.tensors().values()) {
      if (tensor.dims().size() == 2) {
        ByteBuffer weights = data(source, tensor);
        float[] row = new float[tensor.dims().get(0).intValue()];
        ByteBuffer encoded =
            ByteBuffer.allocate((int) quantized.tensors().get(tensor.name()).byteSize())
                .order(ByteOrder.LITTLE_ENDIAN);
        while (weights.hasRemaining()) {
          for (int i = 0; i < row.length; i++) {
            row[i] = weights.getFloat();
          }
          new Q8Encoder().encode(row, encoded);
        }
        assertThat(data(quantized, quantized.tensors().get(tensor.name())).compact().flip())
            .as(tensor.name())
            .isEqualTo(encoded.flip());
        compared++;
      }
    }
    assertThat(compared).isEqualTo(16);
  }

  private static ByteBuffer data(GgufFile file, GgufTensor tensor) throws IOException {
    byte[] bytes = Files.readAllBytes(file.path());
    int from = (int) (file.dataOffset() + tensor.offset());
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + (int) tensor.byteSize()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void quantizesASplitModelFromAnyPart() throws Exception {
    assumeThat(TestRuntime.isModern()).isTrue();
    Path whole = model(WeightType.F32);
    List<Path> parts = SplitModel.write(whole, folder, "s", 3);
    byte[] expected = Files.readAllBytes(quantize(whole, QuantizeType.Q4_K_M, Source.UNQUANTIZED));
    Path out = quantize(parts.get(2), QuantizeType.Q4_K_M, Source.UNQUANTIZED);
    assertThat(out).hasBinaryContent(expected);
  }

  @Test
  void roundsTwiceOnlyWhenAskedTo() throws Exception {
    assumeThat(TestRuntime.isModern()).isTrue();
    Path in = model(WeightType.Q8_0);
    assertThatThrownBy(() -> quantize(in, QuantizeType.Q4_0, Source.UNQUANTIZED))
        .isInstanceOf(ModelProcessException.class)
        .hasMessageContaining("Q8_0.gguf: it is quantized already")
        .hasMessageContaining("--requantize");
    assertThat(score(quantize(in, QuantizeType.Q4_0, Source.ANY))).isBetween(0.0, 1.0);
  }

  @Test
  void saysWhatCannotBeReadOrWritten() throws IOException {
    assumeThat(TestRuntime.isModern()).isTrue();
    Path in = model(WeightType.F32);
    Path absent = folder.resolve("absent/out.gguf");
    assertThatThrownBy(
            () ->
                process.quantize(
                    TestRuntime.folder(),
                    in,
                    absent,
                    QuantizeType.Q4_0,
                    Source.UNQUANTIZED,
                    1,
                    tensor -> {}))
        .isInstanceOf(ModelProcessException.class)
        .hasMessageContaining("F32.gguf: llama.cpp cannot quantize it: ");
    assertThatThrownBy(
            () -> quantize(folder.resolve("no.gguf"), QuantizeType.Q4_0, Source.UNQUANTIZED))
        .isInstanceOf(ModelProcessException.class)
        .hasMessageContaining("there is no such file");
  }
}
