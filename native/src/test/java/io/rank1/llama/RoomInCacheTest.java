package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rank1.core.runner.RunnerException;
import io.rank1.llama.LlamaContext.Decoded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How each library says that its cache has no room, and that this is not taken for a failure. */
@Tag("llama")
class RoomInCacheTest {

  private static final int CELLS = 256;

  @TempDir Path folder;
  private LlamaModel model;
  private LlamaContext context;
  private LlamaBatch batch;

  @BeforeEach
  void open() throws IOException {
    model = Fixtures.load(Fixtures.randomQwen2(folder));
    LlamaPlan plan =
        Fixtures.plan(CELLS, 3, CELLS, CELLS, CELLS, CacheType.F32, FlashAttention.OFF);
    context = LlamaContext.create(model, plan, Optional.empty());
    batch = new LlamaBatch(CELLS, 3);
  }

  @AfterEach
  void close() {
    context.close();
    batch.close();
    model.close();
  }

  private Decoded decode(int sequence, int from, int count) throws RunnerException {
    batch.clear();
    for (int i = 0; i < count; i++) {
      batch.add('a' + i % 20, from + i, sequence, i == count - 1);
    }
    return context.decode(batch);
  }

  @Test
  void aFullCacheHasNoRoomAndStaysAsItIs() throws RunnerException {
    assertThat(decode(0, 0, 150)).isEqualTo(Decoded.DONE);

    assertThat(decode(1, 0, 150)).isEqualTo(Decoded.NO_ROOM);
    assertThat(decode(1, 0, 100)).isEqualTo(Decoded.DONE);
    assertThat(decode(0, 150, 6)).isEqualTo(Decoded.DONE);
    assertThat(decode(2, 0, 1)).isEqualTo(Decoded.NO_ROOM);
    context.forget(1, 0);
    assertThat(decode(2, 0, 100)).isEqualTo(Decoded.DONE);
  }

  /** 140 cells are free, in runs of 90 and 50. */
  @Test
  void theEmbeddedLibraryNeedsItsCellsInOneRun() throws RunnerException {
    assumeThat(TestRuntime.isModern()).isFalse();
    decode(0, 0, 90);
    decode(1, 0, 116);
    context.forget(0, 0);

    assertThat(decode(2, 0, 91)).isEqualTo(Decoded.NO_ROOM);
    assertThat(decode(2, 0, 90)).isEqualTo(Decoded.DONE);
    assertThat(decode(0, 0, 51)).isEqualTo(Decoded.NO_ROOM);
    assertThat(decode(0, 0, 50)).isEqualTo(Decoded.DONE);
  }

  /** The words are for people: were they to change, only this test would notice. */
  @Test
  void theLibrarysOwnWordsForIt() throws RunnerException {
    decode(0, 0, 200);
    List<String> words = new ArrayList<>();
    Decoded decoded =
        model
            .runtime()
            .log()
            .listen(
                words::add,
                () -> {
                  try {
                    return decode(1, 0, 100);
                  } catch (RunnerException e) {
                    throw new AssertionError(e);
                  }
                });

    assertThat(decoded).isEqualTo(Decoded.NO_ROOM);
    assertThat(words)
        .anyMatch(
            TestRuntime.isModern()
                ? line -> line.contains("failed to find a memory slot for batch of size 100")
                : line -> line.contains("decode: failed to prepare ubatch"));
  }

  @Test
  void whateverElseACodeMeansIsAFailureWithWhatWasSaid() throws RunnerException {
    assertThat(LlamaContext.decoded(1, false, "")).isEqualTo(Decoded.NO_ROOM);
    assertThat(LlamaContext.decoded(-3, true, "")).isEqualTo(Decoded.NO_ROOM);
    assertThatThrownBy(
            () -> LlamaContext.decoded(-3, false, "decode: failed to prepare ubatch; no compute"))
        .isInstanceOf(RunnerException.class)
        .hasMessage("llama_decode returned -3: decode: failed to prepare ubatch; no compute");
    assertThatThrownBy(() -> LlamaContext.decoded(-2, true, ""))
        .isInstanceOf(RunnerException.class)
        .hasMessage("llama_decode returned -2 without a word");
    assertThatThrownBy(() -> LlamaContext.decoded(2, false, "aborted"))
        .isInstanceOf(RunnerException.class);
  }
}
