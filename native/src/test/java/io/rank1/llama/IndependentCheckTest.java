package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The engine's chains and scores against an independent forward pass in double precision, on random
 * weights, where no answer comes by itself and every score is a forced one.
 */
@Tag("llama")
class IndependentCheckTest {

  private static final String QUERY = "how does the query go";

  /** GPUs compute with fewer bits, so that another token may win whose logit is as near as this. */
  private static final double GPU_NEAR_TIE = 5e-3;

  private static final double GPU_TOLERANCE = 5e-3;

  /** ggml looks GELU up in a table of halves. */
  private static final double GELU_TOLERANCE = 5e-4;

  @TempDir Path folder;
  private Path file;
  private DecoderReference reference;

  /** Heads as wide as they can be: but for Qwen2, wider than the embedding has room for. */
  private void write(Architecture architecture) throws IOException {
    Fixtures.assumeKnown(architecture);
    boolean tied = architecture == Architecture.GEMMA;
    ModelShape.Output output = tied ? ModelShape.Output.TIED : ModelShape.Output.UNTIED;
    int headDim = architecture == Architecture.QWEN2 ? 16 : 32;
    ModelShape shape =
        new ModelShape(architecture, 3, 64, 4, 2, headDim, 96, 1024, 1e6f, 1e-6f, output);
    file = folder.resolve("m.gguf");
    Vocabulary vocabulary = Fixtures.vocabulary(architecture, Vocabulary.BosUse.NOT_ADDED);
    RandomModel.write(file, shape, vocabulary, WeightType.F32, 7);
    reference = new DecoderReference(file);
  }

  private LlamaReranker open(CacheType cache, FlashAttention attention, int parallel, int think) {
    LlamaOptions options =
        LlamaOptions.AUTO
            .withContext(512)
            .withParallel(parallel)
            .withCacheType(cache)
            .withFlashAttention(attention);
    return Fixtures.open(file, options, think);
  }

  @Test
  void alone() throws IOException {
    write(Architecture.QWEN2);
    try (LlamaReranker reranker = open(CacheType.F32, FlashAttention.OFF, 1, 24)) {
      for (int i = 0; i < 4; i++) {
        check(reranker.score(QUERY, passage(i)), passage(i), 1e-4);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"QWEN2", "QWEN3", "GEMMA"})
  void inABatchOfEight(Architecture architecture) throws IOException {
    write(architecture);
    try (LlamaReranker reranker = open(CacheType.F32, FlashAttention.OFF, 8, 24)) {
      checkTogether(reranker, architecture == Architecture.GEMMA ? GELU_TOLERANCE : 1e-4);
    }
  }

  @Test
  void withTheDefaultCacheAndAttention() throws IOException {
    write(Architecture.QWEN2);
    try (LlamaReranker reranker = open(CacheType.F16, FlashAttention.ON, 8, 4)) {
      checkTogether(reranker, 5e-3); // keys and values carry 11 bits
    }
  }

  private void checkTogether(LlamaReranker reranker, double tolerance) {
    List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      futures.add(reranker.submit(new RerankRequest(QUERY, passage(i))));
    }
    for (int i = 0; i < 8; i++) {
      check(futures.get(i).join(), passage(i), tolerance);
    }
  }

  private static String passage(int i) {
    return "the passage number " + i + " is relevant so far, ".repeat(1 + i);
  }

  private void check(RerankResult result, String passage, double tolerance) {
    SegmentedText prompt =
        ProfileMethod.rank1()
            .prompt(new RerankRequest(QUERY, passage), Thinking.upTo(1))
            .segments();
    LlamaModel model = Fixtures.load(file);
    try (model) {
      LlamaVocabulary vocabulary = model.vocabulary();
      int[] promptTokens = vocabulary.encode(prompt);
      int[] greedy = reference.greedy(promptTokens, result.tokens().completion());
      String chain = text(vocabulary, greedy);
      boolean gpu = TestRuntime.get().hasGpu();
      if (gpu && !result.reasoning().equals(chain)) {
        assertThat(narrowest(promptTokens, greedy)).isLessThan(GPU_NEAR_TIE);
        return;
      }
      double[] logits = reference.logits(vocabulary.encode(prompt.plus(forced(chain))));
      double difference =
          logits[vocabulary.tokenize(" true")[0]] - logits[vocabulary.tokenize(" false")[0]];

      assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_BUDGET);
      assertThat(result.tokens().prompt()).isEqualTo(promptTokens.length);
      assertThat(result.reasoning()).isEqualTo(chain);
      assertThat(result.requireScore().probability())
          .isCloseTo(1 / (1 + Math.exp(-difference)), within(gpu ? GPU_TOLERANCE : tolerance));
    }
  }

  /** The least by which a greedy token's logit is above the next one's. */
  private double narrowest(int[] prompt, int[] greedy) {
    double narrowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < greedy.length; i++) {
      int[] before = Arrays.copyOf(prompt, prompt.length + i);
      System.arraycopy(greedy, 0, before, prompt.length, i);
      double[] logits = reference.logits(before);
      Arrays.sort(logits);
      narrowest = Math.min(narrowest, logits[logits.length - 1] - logits[logits.length - 2]);
    }
    return narrowest;
  }

  /** The reference code's way to force an answer, written a second time. */
  private static SegmentedText forced(String chain) {
    String text = chain.stripTrailing();
    if (!text.matches("(?s).*[.!?]")) {
      String cut = text.replaceAll("(?s)(.*[.!?]).*", "$1");
      text = text.matches("(?s).*[.!?].*") ? cut : text;
    }
    return SegmentedText.userText("\n" + text.strip()).plus(SegmentedText.literal("\n</think>"));
  }

  private static String text(LlamaVocabulary vocabulary, int[] tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Arrays.stream(tokens).forEach(token -> bytes.writeBytes(vocabulary.piece(token)));
    // The engine leaves out a last character that is not whole: so does a decoder that waits.
    CharBuffer chars = CharBuffer.allocate(bytes.size());
    StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .decode(ByteBuffer.wrap(bytes.toByteArray()), chars, false);
    String text = chars.flip().toString();
    assertThat(text.strip()).isNotEmpty();
    return text;
  }
}
