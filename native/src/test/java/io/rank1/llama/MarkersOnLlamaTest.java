package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rank1.core.Reranker;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chains and scores on vocabularies that have the markers, in each way, and on those that spell
 * them, against an independent pass in double precision: answered and forced, one at a time, in a
 * batch with a shared head, after preemption, and with a passage that was cut.
 */
@Tag("llama")
class MarkersOnLlamaTest {

  private static final int THINK = 48;
  private static final int PAIRS = 8;
  private static final String QUERY = "how does <tool_call> the query </think> go";

  /** So much the rows of the answers and of the end are enlarged, so that they are chosen. */
  private static final float LOUDER = 2.5f;

  @TempDir Path folder;
  private long preemptions;

  /** The seeds are of models that answer some of the pairs and not the others. */
  static Stream<Arguments> vocabularies() {
    return Stream.of(
        Arguments.of(Architecture.QWEN2, Markers.ABSENT, 2),
        Arguments.of(Architecture.QWEN2, Markers.CONTROL, 77),
        Arguments.of(Architecture.QWEN2, Markers.USER_DEFINED, 77),
        Arguments.of(Architecture.LLAMA, Markers.ABSENT, 68),
        Arguments.of(Architecture.LLAMA, Markers.CONTROL, 62),
        Arguments.of(Architecture.LLAMA, Markers.USER_DEFINED, 62));
  }

  @ParameterizedTest
  @MethodSource("vocabularies")
  void everyWayGivesTheScoreOfAnIndependentPass(
      Architecture architecture, Markers markers, long seed) throws IOException {
    assumeThat(TestRuntime.get().hasGpu()).as("a GPU computes with fewer bits").isFalse();
    Vocabulary vocabulary = vocabulary(architecture, markers);
    Path file = folder.resolve("model.gguf");
    ModelShape shape = Fixtures.tiny(architecture, ModelShape.Output.UNTIED);
    RandomModel.write(file, shape, vocabulary, WeightType.F32, seed);
    raise(file, vocabulary.id(" true"), vocabulary.id(" false"), vocabulary.id("</think>"));
    try (LlamaModel model = Fixtures.load(file)) {
      ChainReference reference =
          new ChainReference(new DecoderReference(file), model.vocabulary(), vocabulary, markers);
      List<ChainReference.Expected> expected =
          IntStream.range(0, PAIRS).mapToObj(i -> reference.of(QUERY, passage(i), THINK)).toList();
      assertThat(expected)
          .extracting(ChainReference.Expected::finish)
          .contains(FinishReason.ANSWERED)
          .anyMatch(finish -> finish != FinishReason.ANSWERED);

      check(score(model, plan(1, 512, 512), passages()), expected);
      check(score(model, plan(PAIRS, PAIRS * 512, 512), passages()), expected);
      checkPreempted(model, expected);
      checkCut(model, reference);
    }
  }

  private static Vocabulary vocabulary(Architecture architecture, Markers markers) {
    Vocabulary.BosUse bos =
        architecture == Architecture.LLAMA ? Vocabulary.BosUse.ADDED : Vocabulary.BosUse.NOT_ADDED;
    return ByteLevelBpe.vocabulary(architecture, bos, Fixtures.WORDS, markers);
  }

  private static LlamaPlan plan(int parallel, int cells, int context) {
    return Fixtures.plan(context, parallel, cells, 256, 64, CacheType.F32, FlashAttention.OFF);
  }

  /** Caches of many sizes, in some of which sequences outgrow the cells. */
  private void checkPreempted(LlamaModel model, List<ChainReference.Expected> expected) {
    preemptions = 0;
    for (int cells = 420; cells < 700; cells += 20) {
      check(score(model, plan(PAIRS, cells, 400), passages()), expected);
    }
    assertThat(preemptions).isPositive();
  }

  private void checkCut(LlamaModel model, ChainReference reference) {
    String passage = "words of no end. ".repeat(90);
    RerankResult result = score(model, plan(1, 400, 400), List.of(passage)).get(0);

    assertThat(result.truncation().isCut()).isTrue();
    String kept = passage.substring(0, result.truncation().keptChars());
    check(List.of(result), List.of(reference.of(QUERY, kept, THINK)));
  }

  private static void check(List<RerankResult> results, List<ChainReference.Expected> expected) {
    for (int i = 0; i < results.size(); i++) {
      RerankResult result = results.get(i);
      assertThat(whole(result.reasoning())).isEqualTo(whole(expected.get(i).reasoning()));
      assertThat(result.finish()).isEqualTo(expected.get(i).finish());
      assertThat(result.tokens().prompt()).isEqualTo(expected.get(i).prompt());
      assertThat(result.tokens().completion()).isEqualTo(expected.get(i).completion());
      assertThat(result.requireScore().probability())
          .isCloseTo(1 / (1 + Math.exp(-expected.get(i).difference())), within(1e-4));
    }
  }

  /** Half a character in front of the end is left out, or shown as what it is. */
  private static String whole(String reasoning) {
    return reasoning.replaceFirst("\ufffd+$", "");
  }

  private List<RerankResult> score(LlamaModel model, LlamaPlan plan, List<String> passages) {
    try (Reranker reranker = Fixtures.reranker(model, plan, THINK)) {
      List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
      for (String passage : passages) {
        RerankRequest pair = new RerankRequest(QUERY, passage);
        futures.add(reranker.submit(pair));
      }
      List<RerankResult> results = futures.stream().map(CompletableFuture::join).toList();
      preemptions += reranker.stats().work().preemptions();
      return results;
    }
  }

  private static List<String> passages() {
    return IntStream.range(0, PAIRS).mapToObj(MarkersOnLlamaTest::passage).toList();
  }

  private static String passage(int i) {
    return "</think> passage <think> number " + i + " is relevant, ".repeat(1 + i % 3);
  }

  /** Enlarges rows of the output matrix. */
  private static void raise(Path file, int... tokens) throws IOException {
    GgufFile gguf = GgufFile.read(file);
    GgufTensor output = gguf.tensors().get("output.weight");
    int row = Math.toIntExact(output.dims().get(0)) * Float.BYTES;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (int token : tokens) {
        long at = gguf.dataOffset() + output.offset() + (long) token * row;
        ByteBuffer values = ByteBuffer.allocate(row).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(values, at);
        for (int i = 0; i < row; i += Float.BYTES) {
          values.putFloat(i, LOUDER * values.getFloat(i));
        }
        channel.write(values.rewind(), at);
      }
    }
  }
}
