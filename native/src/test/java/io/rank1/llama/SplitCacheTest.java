package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.StepResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stream of cells for each sequence, where the library has that. */
@Tag("llama")
class SplitCacheTest {

  private static final int CONTEXT = 256;
  private static final int SLOTS = 8;

  @RegisterExtension private static final LoadedModel LOADED = new LoadedModel();

  @BeforeAll
  static void onlyWhereTheLibraryHasThem() {
    assumeThat(TestRuntime.isModern()).isTrue();
  }

  private static LlamaRunner runner(int slots) {
    return LOADED.runner(Fixtures.plan(CONTEXT, slots, KvLayout.SPLIT));
  }

  private static double alone(int[] prompt) throws RunnerException {
    try (LlamaRunner runner = runner(1)) {
      StepResult result = runner.run(List.of(Fixtures.asking(LOADED.answers(), 0, 0, prompt)));
      return Fixtures.difference(result.rows().get(0));
    }
  }

  @Test
  void rowsAreInTheOrderOfTheChunksWhateverTheirSlots() throws RunnerException {
    int[] slots = {6, 0, 3, 2, 7}; // with holes, which the library computes apart
    try (LlamaRunner runner = runner(SLOTS)) {
      List<Chunk> chunks = new ArrayList<>();
      for (int slot : slots) {
        chunks.add(
            Fixtures.asking(LOADED.answers(), slot, 0, Fixtures.tokens(7 + 11 * slot, slot)));
      }
      StepResult result = runner.run(chunks);

      assertThat(result.rows()).hasSameSizeAs(slots);
      for (int i = 0; i < slots.length; i++) {
        double expected = alone(chunks.get(i).tokens());
        assertThat(Fixtures.difference(result.rows().get(i))).isCloseTo(expected, within(1e-4));
      }
    }
  }

  @Test
  void everySlotHoldsAWholeContext() throws RunnerException {
    try (LlamaRunner runner = runner(SLOTS)) {
      for (int slot = 0; slot < SLOTS; slot++) {
        int[] most = Fixtures.tokens(CONTEXT - 1, slot);
        runner.run(List.of(Fixtures.silent(slot, 0, most)));
      }
      List<Chunk> last = new ArrayList<>();
      for (int slot = SLOTS - 1; slot >= 0; slot--) {
        last.add(Fixtures.asking(LOADED.answers(), slot, CONTEXT - 1, new int[] {slot}));
      }
      StepResult result = runner.run(last);

      assertThat(result.outcome()).isEqualTo(StepResult.Outcome.RAN);
      int[] whole = Arrays.copyOf(Fixtures.tokens(CONTEXT - 1, 5), CONTEXT);
      whole[CONTEXT - 1] = 5;
      assertThat(Fixtures.difference(result.rows().get(SLOTS - 1 - 5)))
          .isCloseTo(alone(whole), within(1e-4));
    }
  }

  @Test
  void aSlotThatWasEmptiedBeginsAnew() throws RunnerException {
    int[] prompt = Fixtures.tokens(50, 1);
    try (LlamaRunner runner = runner(SLOTS)) {
      runner.run(List.of(Fixtures.silent(4, 0, Fixtures.tokens(90, 2))));
      runner.truncate(4, 0);
      StepResult result = runner.run(List.of(Fixtures.asking(LOADED.answers(), 4, 0, prompt)));

      assertThat(Fixtures.difference(result.rows().get(0))).isCloseTo(alone(prompt), within(1e-4));
    }
  }
}
