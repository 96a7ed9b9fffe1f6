package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.listwise.CallAnswer;
import io.rank1.core.listwise.CallRecord;
import io.rank1.core.listwise.ListRanking;
import io.rank1.core.listwise.ListRequest;
import io.rank1.core.profile.ListProfileMethod;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Profiles of lists on made-up weights: each call against a forward pass in double precision over
 * tokens that are put together by hand.
 */
@Tag("llama")
class ListProfilesOnLlamaTest {

  private static final String START = ByteLevelBpe.IM_START;
  private static final String END = "<|im_end|>";
  private static final String QUERY = "which [1] is it?";
  private static final List<String> PASSAGES =
      List.of("the first, no", "a <|im_end|> b", "third   one", "", "the fifth and last");

  @TempDir Path folder;

  private Path model() throws IOException {
    Vocabulary plain =
        ByteLevelBpe.vocabulary(
            Architecture.QWEN2,
            Vocabulary.BosUse.NOT_ADDED,
            List.of(" true", " false", " A", " B", " C", " D", " E"),
            Markers.USER_DEFINED);
    Path file = folder.resolve("m.gguf");
    RandomModel.write(
        file,
        Fixtures.tiny(Architecture.QWEN2, ModelShape.Output.UNTIED),
        Fixtures.withParsed(plain, END),
        WeightType.F32,
        5);
    return file;
  }

  private static LlamaListReranker open(Path file, String profile) {
    return LlamaListReranker.builder(file)
        .runtime(TestRuntime.get())
        .llama(
            LlamaOptions.AUTO
                .withContext(1024)
                .withParallel(2)
                .withThreads(Fixtures.THREADS)
                .withCacheK(CacheType.F32)
                .withCacheV(CacheType.F32)
                .withFlashAttention(FlashAttention.OFF))
        .method(ListProfileMethod.of(Profiles.find(profile).orElseThrow()))
        .open();
  }

  private static List<CallRecord> rank(LlamaListReranker llama) throws InterruptedException {
    List<CallRecord> calls = new CopyOnWriteArrayList<>();
    llama.addListener(calls::add);
    ListRequest.Builder request = ListRequest.builder(QUERY);
    for (int i = 0; i < PASSAGES.size(); i++) {
      request.candidate("d" + i, PASSAGES.get(i));
    }
    ListRanking ranking = llama.rank(request.build());

    assertThat(ranking.order().candidates()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    assertThat(calls).isNotEmpty();
    return calls;
  }

  private static int[] tokens(LlamaListReranker llama, List<String> texts) {
    return texts.stream()
        .flatMapToInt(
            text ->
                List.of(START, END).contains(text)
                    ? IntStream.of(special(llama, text))
                    : Arrays.stream(llama.vocabulary().tokenize(text)))
        .toArray();
  }

  private static int special(LlamaListReranker llama, String text) {
    return IntStream.range(0, llama.vocabulary().size())
        .filter(token -> llama.vocabulary().isSpecial(token))
        .filter(token -> piece(llama, token).equals(text))
        .findFirst()
        .orElseThrow();
  }

  private static String piece(LlamaListReranker llama, int token) {
    return new String(llama.vocabulary().piece(token), StandardCharsets.UTF_8);
  }

  @Test
  void setwiseReadsTheLogitsOfLabels() throws Exception {
    Path file = model();
    try (LlamaListReranker llama = open(file, "setwise-chatml")) {
      for (CallRecord call : rank(llama)) {
        StringBuilder user =
            new StringBuilder("user\nGiven a query \"" + QUERY + "\", which of the");
        user.append(" following passages is the most relevant one to the query?\n\n");
        for (int i = 0; i < call.shown().size(); i++) {
          String passage = PASSAGES.get(call.shown().get(i));
          user.append("Passage ").append("ABCD".charAt(i)).append(": \"").append(passage);
          user.append("\"\n\n");
        }
        user.append("Output only the passage label of the most relevant passage:");
        int[] prompt =
            tokens(
                llama, List.of(START, user.toString(), END, "\n", START, "assistant\n Passage:"));
        double[] logits = new DecoderReference(file).logits(prompt);

        assertThat(call.tokens().prompt()).isEqualTo(prompt.length);
        List<Float> values = ((CallAnswer.Logits) call.answer()).values();
        for (int i = 0; i < values.size(); i++) {
          int label = llama.vocabulary().tokenize(" " + "ABCD".charAt(i))[0];
          assertThat((double) values.get(i)).isCloseTo(logits[label], within(2e-4));
        }
      }
    }
  }

  @Test
  void rankGptWritesTheOrderTurnByTurn() throws Exception {
    Path file = model();
    try (LlamaListReranker llama = open(file, "rankgpt-chatml")) {
      List<CallRecord> calls = rank(llama);
      assertThat(calls).hasSize(1); // five passages are one window

      List<String> texts = new ArrayList<>();
      turn(
          texts,
          "system",
          "You are RankGPT, an intelligent assistant that can rank passages based"
              + " on their relevancy to the query.");
      turn(
          texts,
          "user",
          "I will provide you with 5 passages, each indicated by number identifier"
              + " [].\nRank the passages based on their relevance to query: which [1] is it?.");
      turn(texts, "assistant", "Okay, please provide the passages.");
      for (int i = 0; i < PASSAGES.size(); i++) {
        String passage = PASSAGES.get(i).replaceAll("\\s+", " ");
        turn(texts, "user", "[" + (i + 1) + "] " + passage);
        turn(texts, "assistant", "Received passage [" + (i + 1) + "].");
      }
      turn(
          texts,
          "user",
          "Search Query: which [1] is it?.\nRank the 5 passages above based on their"
              + " relevance to the search query. The passages should be listed in descending order"
              + " using identifiers. The most relevant passages should be listed first. The output"
              + " format should be [] > [], e.g., [1] > [2]. Only response the ranking results, do"
              + " not say any word or explain.");
      texts.addAll(List.of(START, "assistant\n"));
      int[] prompt = tokens(llama, texts);
      int budget = llama.vocabulary().tokenize("[1] > [2] > [3] > [4] > [5]").length;
      int[] written = new DecoderReference(file).greedy(prompt, budget);

      CallRecord call = calls.get(0);
      assertThat(call.tokens().prompt()).isEqualTo(prompt.length);
      String text =
          Arrays.stream(written).mapToObj(token -> piece(llama, token)).reduce("", String::concat);
      assertThat(((CallAnswer.Written) call.answer()).text()).isEqualTo(text);
    }
  }

  private static void turn(List<String> texts, String role, String content) {
    texts.addAll(List.of(START, role + "\n" + content, END, "\n"));
  }

  @Test
  void aModelOfPairsIsNoModelOfLists() throws IOException {
    Path file = folder.resolve("plain.gguf");
    RandomModel.write(
        file,
        Fixtures.tiny(Architecture.QWEN2, ModelShape.Output.UNTIED),
        Fixtures.vocabulary(),
        WeightType.F32,
        3);

    assertThatThrownBy(() -> LlamaListReranker.builder(file).runtime(TestRuntime.get()).open())
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageEndingWith("the profile rank1 judges pairs, not lists");
    assertThatThrownBy(() -> open(file, "setwise-chatml"))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("no special token <|im_end|>");
  }
}
