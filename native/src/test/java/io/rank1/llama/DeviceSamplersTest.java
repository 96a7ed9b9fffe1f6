package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rank1.core.pair.RerankResult;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.Wanted;
import io.rank1.models.synthetic.ScriptedModel;
import io.rank1.models.synthetic.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tokens that are chosen in the graph against the arg-max of all logits on the host; on a GPU,
 * where the llama.cpp under test has one.
 */
@Tag("llama")
class DeviceSamplersTest {

  private static final int SLOTS = 8;
  private static final int STEPS = 1000;
  private static final int LAYERS = 4; // of the random model, its output counted
  private static final int CONTEXT = 256;

  @TempDir Path folder;

  @BeforeEach
  void requireSamplers() {
    assumeThat(TestRuntime.isModern()).isTrue();
  }

  private static LlamaPlan plan(KvLayout layout, int ubatch, BackendSampling sampling) {
    return new LlamaPlan(
        CONTEXT,
        SLOTS,
        SLOTS * CONTEXT,
        512,
        ubatch,
        Fixtures.THREADS,
        FlashAttention.OFF,
        CacheType.F32,
        CacheType.F32,
        0,
        layout,
        offload(),
        sampling,
        0);
  }

  private static Offload offload() {
    List<Device> gpus = TestRuntime.get().devices().stream().filter(Device::isGpu).toList();
    return gpus.isEmpty()
        ? Offload.NONE
        : new Offload(LAYERS, gpus, SplitMode.LAYER, 0, List.of(), 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"SPLIT, 128", "SPLIT, 5", "UNIFIED, 128"})
  void tokensAndLogitsAreThoseOfTheHost(KvLayout layout, int ubatch)
      throws IOException, RunnerException {
    LlamaModel model = LlamaModel.load(TestRuntime.get(), Fixtures.randomQwen2(folder), offload());
    int[] answers = ProfileMethod.rank1().answers(model.vocabulary());
    int size = model.vocabulary().size();
    try (LlamaRunner host =
            LlamaRunner.create(model, plan(layout, ubatch, BackendSampling.OFF), answers);
        LlamaRunner device =
            LlamaRunner.create(model, plan(layout, ubatch, BackendSampling.ON), answers)) {
      int[] tokens = IntStream.range(0, SLOTS).toArray();
      int[] lengths = new int[SLOTS];
      int compared = 0;
      for (int step = 0; compared < STEPS; step++) {
        List<Chunk> chunks = chunks(step, tokens, lengths, size, answers);
        List<Row> expected = host.run(chunks).rows();
        List<Row> found = device.run(chunks).rows();
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
          same(found.get(i), expected.get(i));
        }
        compared += found.size();
        for (Chunk chunk : chunks) {
          int slot = chunk.slot();
          lengths[slot] += chunk.tokens().length;
          tokens[slot] = (tokens[slot] * 31 + step) % size; // a greedy chain would repeat itself
          if (lengths[slot] > CONTEXT - 16) {
            host.truncate(slot, 0);
            device.truncate(slot, 0);
            lengths[slot] = 0;
          }
        }
      }
    } finally {
      model.close();
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void damagedLogitsAreNoticed(float damage) throws IOException, RunnerException {
    Vocabulary vocabulary = Fixtures.vocabulary();
    int token = vocabulary.id("go");
    Path file = folder.resolve("damaged.gguf");
    float mark = 7.654321f;
    new ScriptedModel(vocabulary)
        .after(token, Map.of(vocabulary.id("Hm"), 8f, vocabulary.id("loop"), mark))
        .write(file);
    replace(file, mark, damage);
    LlamaModel model = LlamaModel.load(TestRuntime.get(), file, offload());
    int[] answers = ProfileMethod.rank1().answers(model.vocabulary());
    for (BackendSampling sampling : List.of(BackendSampling.OFF, BackendSampling.ON)) {
      try (LlamaRunner runner =
          LlamaRunner.create(model, plan(KvLayout.SPLIT, 128, sampling), answers)) {
        List<Chunk> both =
            List.of(
                Fixtures.asking(Wanted.NO_LOGITS, 0, 0, token),
                Fixtures.asking(answers, 1, 0, token));
        assertThat(runner.run(both).rows())
            .hasSize(2)
            .containsOnly(RowReader.notFinite(new Wanted(0, answers)));
      }
    }
    model.close();
  }

  private static void replace(Path file, float from, float to) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 4 <= bytes.limit(); i += 4) {
      if (bytes.getFloat(i) == from) {
        bytes.putFloat(i, to);
      }
    }
    Files.write(file, bytes.array());
  }

  @Test
  void pairsGetTheSameScores() throws IOException {
    Path file = Fixtures.randomQwen2(folder);
    List<RerankResult> expected = results(file, BackendSampling.OFF);
    List<RerankResult> found = results(file, BackendSampling.ON);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).reasoning()).isEqualTo(expected.get(i).reasoning());
      double score = expected.get(i).requireScore().probability();
      assertThat(found.get(i).requireScore().probability()).isCloseTo(score, within(1e-4));
    }
  }

  private static List<RerankResult> results(Path file, BackendSampling sampling) {
    LlamaOptions options =
        LlamaOptions.AUTO
            .withContext(512)
            .withParallel(1) // else the steps of both would differ, and so would roundings
            .withGpu(GpuOptions.AUTO.withSampling(sampling));
    try (LlamaReranker llama = Fixtures.open(file, options, 16)) {
      assertThat(llama.plan().sampling()).isEqualTo(sampling);
      return IntStream.range(0, 10)
          .mapToObj(i -> llama.score("query " + i, "passage ".repeat(i)))
          .toList();
    }
  }

  /** Some slots begin, some go on, some ask for nothing, some are not in the step. */
  private static List<Chunk> chunks(
      int step, int[] tokens, int[] lengths, int size, int[] answers) {
    return IntStream.range(0, SLOTS)
        .filter(slot -> (step + slot) % 5 != 0)
        .mapToObj(
            slot -> {
              int count = lengths[slot] == 0 ? 3 + slot : 1;
              int first = tokens[slot];
              int[] chunk = IntStream.range(0, count).map(i -> (first + 7 * i) % size).toArray();
              int wanted = (step + slot) % 3;
              return wanted == 0
                  ? Fixtures.silent(slot, lengths[slot], chunk)
                  : Fixtures.asking(
                      wanted == 1 ? Wanted.NO_LOGITS : answers, slot, lengths[slot], chunk);
            })
        .toList();
  }

  private static void same(Row found, Row expected) {
    Row.Read read = (Row.Read) expected;
    Row.Read other = (Row.Read) found;
    assertThat(other.position()).isEqualTo(read.position());
    assertThat(other.token()).isEqualTo(read.token());
    assertThat(other.logits()).hasSameSizeAs(read.logits());
    for (int i = 0; i < read.logits().length; i++) {
      assertThat(other.logits()[i]).isCloseTo(read.logits()[i], within(1e-5f));
    }
  }
}
