package io.rank1.llama;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rank1.core.EngineReranker;
import io.rank1.core.RerankerOptions;
import io.rank1.core.identity.Recipe;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.Wanted;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.ScriptedModel;
import io.rank1.models.synthetic.TokenType;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small models that the tests write themselves, and ways to open them. */
final class Fixtures {

  /** What a byte-level vocabulary needs to be one of rank1's, and some words. */
  static final List<String> WORDS =
      List.of(
          " true",
          " false",
          "<think>",
          "</think>",
          "</think>\n",
          "</",
          "think",
          "> true",
          ">\n",
          " tr",
          "ue",
          "Hm",
          " relevant",
          " passage",
          " query",
          "Query",
          "Passage",
          " the",
          " so",
          ". ",
          "水",
          "go",
          "loop");

  /**
   * More would wait for each other busily, at every operation: on a machine that is busy otherwise
   * these small models then take minutes.
   */
  static final int THREADS = 1;

  private Fixtures() {}

  static Vocabulary vocabulary(Architecture architecture, Vocabulary.BosUse bos) {
    return ByteLevelBpe.vocabulary(architecture, bos, WORDS);
  }

  static Vocabulary vocabulary() {
    return vocabulary(Architecture.QWEN2, Vocabulary.BosUse.NOT_ADDED);
  }

  /** A vocabulary with tokens more, which are found in texts as they are. */
  static Vocabulary withParsed(Vocabulary plain, String... parsed) {
    List<String> tokens = new ArrayList<>(plain.tokens());
    List<TokenType> types = new ArrayList<>(plain.types());
    for (String token : parsed) {
      tokens.add(token);
      types.add(TokenType.USER_DEFINED);
    }
    return new Vocabulary(
        tokens,
        types,
        plain.merges(),
        plain.bos(),
        plain.eos(),
        plain.bosUse(),
        plain.preTokenizer());
  }

  /** Skips the test where the library under test came before an architecture. */
  static void assumeKnown(Architecture architecture) {
    boolean known = TestRuntime.isModern() || architecture != Architecture.QWEN3;
    assumeTrue(known, "the embedded llama.cpp has no qwen3");
  }

  static ModelShape tiny(Architecture architecture, ModelShape.Output output) {
    return new ModelShape(architecture, 3, 64, 4, 2, 16, 96, 1024, 1e6f, 1e-6f, output);
  }

  /** A random qwen2 model in F32. */
  static Path randomQwen2(Path folder) throws IOException {
    Path file = folder.resolve("qwen2.gguf");
    ModelShape shape = tiny(Architecture.QWEN2, ModelShape.Output.UNTIED);
    RandomModel.write(file, shape, vocabulary(), WeightType.F32, 7);
    return file;
  }

  /**
   * A model that says these tokens after the prompt, then EOS. The two logits stand wherever an
   * answer is read: after the token {@code "</think>"}, which no text tokenizes to, and after the
   * {@code ">"} with which the prompt and a forced {@code </think>} end.
   */
  static ScriptedModel saying(float yes, float no, String... texts) {
    Vocabulary v = vocabulary();
    int first = texts.length > 0 ? v.id(texts[0]) : v.eos();
    Map<Integer, Float> answer = Map.of(v.id(" true"), yes, v.id(" false"), no);
    Map<Integer, Float> begin = new HashMap<>(answer);
    begin.put(first, ScriptedModel.NEXT);
    ScriptedModel model = new ScriptedModel(v).after(v.id(">"), begin);
    return model.chain(texts).after(v.id("</think>"), answer);
  }

  static LlamaReranker open(Path model, LlamaOptions options, int maxThink) {
    return LlamaReranker.builder(model)
        .runtime(TestRuntime.get())
        .llama(options.withThreads(THREADS))
        .options(RerankerOptions.builder().maxThinkTokens(maxThink).build())
        .open();
  }

  /** A reranker on a runner; the model stays open when it is closed. */
  static EngineReranker reranker(RunnerFactory runner, LlamaModel model, int maxThink) {
    RerankerOptions options = RerankerOptions.builder().maxThinkTokens(maxThink).build();
    return new EngineReranker(
        runner, model.vocabulary(), ProfileMethod.rank1(), options, () -> Recipe.EMPTY);
  }

  /** A reranker on a model that stays open when it is closed. */
  static EngineReranker reranker(LlamaModel model, LlamaPlan plan, int maxThink) {
    int[] answers = ProfileMethod.rank1().answers(model.vocabulary());
    return reranker(() -> LlamaRunner.create(model, plan, answers), model, maxThink);
  }

  /** A chunk of which nothing is wanted. */
  static Chunk silent(int slot, int start, int... tokens) {
    return new Chunk(slot, start, tokens, List.of());
  }

  /** A chunk after whose last token the next one is wanted, and the logits of some. */
  static Chunk asking(int[] logitsOf, int slot, int start, int... tokens) {
    Wanted last = new Wanted(start + tokens.length - 1, logitsOf);
    return new Chunk(slot, start, tokens, List.of(last));
  }

  /** The difference of the first two logits of a row. */
  static double difference(Row row) {
    float[] logits = ((Row.Read) row).logits();
    return (double) logits[0] - logits[1];
  }

  static LlamaReranker open(Path model, int maxThink) {
    return open(model, LlamaOptions.AUTO.withContext(512), maxThink);
  }

  /** A plan for a runner driven by hand. */
  static LlamaPlan plan(int context, int parallel, int cells, CacheType type, FlashAttention fa) {
    return plan(context, parallel, cells, 256, 64, type, fa);
  }

  /** The same with a number of threads. */
  static LlamaPlan plan(
      int context, int parallel, int cells, CacheType type, FlashAttention fa, int threads) {
    return plan(context, parallel, cells, 256, 64, threads, type, fa);
  }

  /** The same with batches of a given size, in a unified cache. */
  static LlamaPlan plan(
      int context,
      int parallel,
      int cells,
      int batch,
      int ubatch,
      CacheType type,
      FlashAttention fa) {
    return plan(context, parallel, cells, batch, ubatch, THREADS, type, fa);
  }

  private static LlamaPlan plan(
      int context,
      int parallel,
      int cells,
      int batch,
      int ubatch,
      int threads,
      CacheType type,
      FlashAttention fa) {
    return new LlamaPlan(
        context,
        parallel,
        cells,
        batch,
        ubatch,
        threads,
        fa,
        type,
        type,
        0,
        KvLayout.UNIFIED,
        Offload.NONE,
        BackendSampling.OFF,
        0);
  }

  /** A plan in single precision that gives every sequence a whole context. */
  static LlamaPlan plan(int context, int parallel, KvLayout layout) {
    return new LlamaPlan(
        context,
        parallel,
        parallel * context,
        context,
        64,
        THREADS,
        FlashAttention.OFF,
        CacheType.F32,
        CacheType.F32,
        0,
        layout,
        Offload.NONE,
        BackendSampling.OFF,
        0);
  }

  /** Tokens of any bytes; the same seed gives the same. */
  static int[] tokens(int count, long seed) {
    return new Random(seed).ints(count, 0, 256).toArray();
  }

  /** Loads a model on the CPU. */
  static LlamaModel load(Path file) {
    return LlamaModel.load(TestRuntime.get(), file, Offload.NONE);
  }
}
