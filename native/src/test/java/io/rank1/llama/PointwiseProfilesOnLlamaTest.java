package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.FormulaScore;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.profile.Profiles;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Profiles on made-up weights: each score against the formula of its source over a forward pass in
 * double precision, and over tokens that are put together by hand.
 */
@Tag("llama")
class PointwiseProfilesOnLlamaTest {

  private static final String QUERY = "is <|im_end|> a token?";
  private static final String PASSAGE = "yes</think>, and no.";
  private static final String START = ByteLevelBpe.IM_START;
  private static final String END = "<|im_end|>";
  private static final List<String> ANSWERS = List.of("yes", "no", "Yes", " true", " false");
  private static final double BOUND = 2e-4; // GELU has fewer bits in ggml

  @TempDir Path folder;

  private Path model(Architecture architecture) throws IOException {
    Fixtures.assumeKnown(architecture);
    Vocabulary plain =
        ByteLevelBpe.vocabulary(
            architecture, Vocabulary.BosUse.NOT_ADDED, ANSWERS, Markers.USER_DEFINED);
    ModelShape.Output output =
        architecture == Architecture.GEMMA ? ModelShape.Output.TIED : ModelShape.Output.UNTIED;
    Path file = folder.resolve("m.gguf");
    RandomModel.write(
        file,
        Fixtures.tiny(architecture, output),
        Fixtures.withParsed(plain, END),
        WeightType.F32,
        21);
    return file;
  }

  private static LlamaReranker open(Path file, String profile, int think) {
    return LlamaReranker.builder(file)
        .runtime(TestRuntime.get())
        .llama(
            LlamaOptions.AUTO
                .withContext(1024)
                .withParallel(1)
                .withThreads(Fixtures.THREADS)
                .withCacheK(CacheType.F32)
                .withCacheV(CacheType.F32)
                .withFlashAttention(FlashAttention.OFF))
        .options(RerankerOptions.builder().maxThinkTokens(think).build())
        .method(ProfileMethod.of(Profiles.find(profile).orElseThrow()))
        .open();
  }

  /** The tokens of texts, each apart; those which are special tokens are those. */
  private static int[] tokens(LlamaReranker llama, String... texts) {
    List<String> special = List.of(START, END, "<think>", "</think>");
    return Arrays.stream(texts)
        .flatMapToInt(
            text ->
                special.contains(text)
                    ? IntStream.of(specialToken(llama, text))
                    : Arrays.stream(llama.vocabulary().tokenize(text)))
        .toArray();
  }

  private static int specialToken(LlamaReranker llama, String text) {
    return IntStream.range(0, llama.vocabulary().size())
        .filter(token -> llama.vocabulary().isSpecial(token))
        .filter(
            token ->
                new String(llama.vocabulary().piece(token), StandardCharsets.UTF_8).equals(text))
        .findFirst()
        .orElseThrow();
  }

  private static int token(LlamaReranker llama, String text) {
    int[] tokens = llama.vocabulary().tokenize(text);
    assertThat(tokens).as(text).hasSize(1);
    return tokens[0];
  }

  @Test
  void mxbaiRerankIsTheShiftedSigmoidOfADifference() throws Exception {
    Path file = model(Architecture.QWEN2);
    try (LlamaReranker llama = open(file, "mxbai-rerank-base-v2", 100)) {
      RerankResult result = llama.score(new RerankRequest(QUERY, PASSAGE));

      int[] prompt =
          tokens(
              llama,
              START,
              "system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.",
              END,
              "\n",
              START,
              "user\n",
              "query: " + QUERY,
              "\n",
              "document: " + PASSAGE,
              "\n",
              "You are a search relevance expert who evaluates how well documents match search"
                  + " queries. For each query-document pair, carefully analyze the semantic"
                  + " relationship between them, then provide your binary relevance judgment (0 for"
                  + " not relevant, 1 for relevant).\nRelevance:",
              END,
              "\n",
              START,
              "assistant\n");
      double[] logits = new DecoderReference(file).logits(prompt);
      double raw = logits[token(llama, "1")] - logits[token(llama, "0")];

      assertThat(result.finish()).isEqualTo(FinishReason.DIRECT);
      assertThat(result.tokens().prompt()).isEqualTo(prompt.length);
      FormulaScore score = (FormulaScore) result.requireScore();
      assertThat(score.readings().get("raw")).isCloseTo(raw, within(BOUND));
      assertThat(score.probability()).isCloseTo(1 / (1 + Math.exp(-(raw - 4.5))), within(BOUND));
    }
  }

  @Test
  void qwen3RerankerIsTheSoftmaxOfYesAndNo() throws Exception {
    Path file = model(Architecture.QWEN3);
    try (LlamaReranker llama = open(file, "qwen3-reranker", 100)) {
      RerankResult result = llama.score(new RerankRequest(QUERY, "find it", PASSAGE));

      int[] prompt =
          tokens(
              llama,
              START,
              "system\nJudge whether the Document meets the requirements based on the Query and the"
                  + " Instruct provided. Note that the answer can only be \"yes\" or \"no\".",
              END,
              "\n",
              START,
              "user\n<Instruct>: find it\n<Query>: " + QUERY + "\n<Document>: " + PASSAGE,
              END,
              "\n",
              START,
              "assistant\n",
              "<think>",
              "\n\n",
              "</think>",
              "\n\n");
      double[] logits = new DecoderReference(file).logits(prompt);
      double yes = Math.exp(logits[token(llama, "yes")]);
      double no = Math.exp(logits[token(llama, "no")]);

      assertThat(result.tokens().prompt()).isEqualTo(prompt.length);
      assertThat(result.requireScore().probability()).isCloseTo(yes / (yes + no), within(BOUND));
    }
  }

  @Test
  void bgeRerankerIsTheLogitOfYes() throws Exception {
    Path file = model(Architecture.GEMMA);
    try (LlamaReranker llama = open(file, "bge-reranker-v2-gemma", 100)) {
      RerankResult result = llama.score(new RerankRequest("what?", PASSAGE));

      int[] prompt =
          tokens(
              llama,
              "A: what?",
              "\n",
              "B: " + PASSAGE,
              "\n",
              "Given a query A and a passage B, determine whether the passage contains an answer to"
                  + " the query by providing a prediction of either 'Yes' or 'No'.");
      double yes = new DecoderReference(file).logits(prompt)[token(llama, "Yes")];

      FormulaScore score = (FormulaScore) result.requireScore();
      assertThat(score.difference()).isCloseTo(yes, within(BOUND));
      assertThat(score.readings().get("raw")).isCloseTo(yes, within(BOUND));
    }
  }

  @Test
  void erankIsTheForcedDigitTimesItsProbability() throws Exception {
    int think = 5;
    Path file = model(Architecture.QWEN3);
    try (LlamaReranker llama = open(file, "erank", think)) {
      RerankResult result = llama.score(new RerankRequest(QUERY, PASSAGE));

      DecoderReference reference = new DecoderReference(file);
      int[] prompt = erankPrompt(llama);
      int[] chain = reference.greedy(prompt, think);
      String text = text(llama, chain);
      int[] forced = join(prompt, tokens(llama, cutToSentence(text) + "\n"));
      forced = join(forced, tokens(llama, "</think>", "<answer>"));
      double[] logits = reference.logits(forced);
      double[] digits =
          IntStream.range(0, 10).mapToDouble(d -> logits[token(llama, "" + d)]).toArray();
      int best = IntStream.range(0, 10).reduce(0, (a, b) -> digits[b] > digits[a] ? b : a);
      double sum = Arrays.stream(digits).map(d -> Math.exp(d - digits[best])).sum();

      assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_BUDGET);
      FormulaScore score = (FormulaScore) result.requireScore();
      assertThat(score.readings().get("probability")).isCloseTo(1 / sum, within(BOUND));
      if (best != 1) { // which might be the beginning of ten
        assertThat(score.probability()).isCloseTo(best / 10.0 / sum, within(BOUND));
      }
    }
  }

  private static int[] erankPrompt(LlamaReranker llama) {
    return tokens(
        llama,
        START,
        "user\nGiven a query and a document, please give a relevance score of 0~10.\n"
            + "The goal or relevance definition is: Given a query, retrieval relevant passage.\n\n"
            + "Here is the query:\n"
            + QUERY
            + "\n\nHere is the document:\n"
            + PASSAGE
            + "\n\nAfter thinking, directly choose a relevance score from"
            + " [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].\n- 0 represents completely not related.\n"
            + "- 10 means perfectly related.\n\nDesired output format:\n",
        "<think>",
        "put your thinking here",
        "</think>",
        "<answer>Only allows an integer here</answer>\n\nYour output:",
        END,
        "\n",
        START,
        "assistant\n");
  }

  private static String text(LlamaReranker llama, int[] tokens) {
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      assertThat(llama.vocabulary().isSpecial(token)).as("a plain chain").isFalse();
      text.append(new String(llama.vocabulary().piece(token), StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private static String cutToSentence(String chain) {
    int end =
        Math.max(chain.lastIndexOf('.'), Math.max(chain.lastIndexOf('!'), chain.lastIndexOf('?')));
    return (end < 0 ? chain : chain.substring(0, end + 1)).strip();
  }

  private static int[] join(int[] first, int[] second) {
    List<Integer> all = new ArrayList<>();
    Arrays.stream(first).forEach(all::add);
    Arrays.stream(second).forEach(all::add);
    return all.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void aVocabularyWithoutTheProfilesTokensIsRefused() throws IOException {
    Path file = folder.resolve("plain.gguf");
    RandomModel.write(
        file,
        Fixtures.tiny(Architecture.QWEN2, ModelShape.Output.UNTIED),
        Fixtures.vocabulary(),
        WeightType.F32,
        3);

    assertThatThrownBy(() -> open(file, "mxbai-rerank-base-v2", 1))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("no special token <|im_end|>");
    assertThatThrownBy(() -> open(file, "bge-reranker-v2-gemma", 1))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("\"Yes\" is 3 tokens in this vocabulary");
  }
}
