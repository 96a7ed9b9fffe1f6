package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.StepResult;
import io.rank1.core.runner.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("llama")
class LlamaRunnerTest {

  @RegisterExtension private static final LoadedModel LOADED = new LoadedModel();

  private static LlamaRunner runner(int context, int slots, int cells) {
    LlamaPlan plan = Fixtures.plan(context, slots, cells, CacheType.F32, FlashAttention.OFF);
    return LOADED.runner(plan);
  }

  private static double decide(LlamaRunner runner, Chunk... chunks) throws RunnerException {
    StepResult result = runner.run(List.of(chunks));
    return Fixtures.difference(result.rows().get(result.rows().size() - 1));
  }

  @Test
  void aPromptInChunksGivesTheLogitsOfTheWhole() throws RunnerException {
    int[] prompt = Fixtures.tokens(100, 1);
    try (LlamaRunner runner = runner(256, 2, 512)) {
      double whole = decide(runner, Fixtures.asking(LOADED.answers(), 0, 0, prompt));
      StepResult first = runner.run(List.of(Fixtures.silent(1, 0, Arrays.copyOf(prompt, 37))));
      int[] rest = Arrays.copyOfRange(prompt, 37, 100);
      double parts = decide(runner, Fixtures.asking(LOADED.answers(), 1, 37, rest));

      assertThat(first.rows()).isEmpty();
      assertThat(parts).isCloseTo(whole, within(1e-4));
    }
  }

  @Test
  void whatIsTruncatedIsForgotten() throws RunnerException {
    int[] prompt = Fixtures.tokens(60, 2);
    try (LlamaRunner runner = runner(256, 1, 256)) {
      double expected = decide(runner, Fixtures.asking(LOADED.answers(), 0, 0, prompt));
      runner.run(List.of(Fixtures.asking(Wanted.NO_LOGITS, 0, 60, Fixtures.tokens(9, 3))));
      runner.truncate(0, 20);
      double again =
          decide(
              runner, Fixtures.asking(LOADED.answers(), 0, 20, Arrays.copyOfRange(prompt, 20, 60)));

      assertThat(again).isCloseTo(expected, within(1e-4));
    }
  }

  @Test
  void neighboursInTheBatchDoNotChangeASequence() throws RunnerException {
    int[] prompt = Fixtures.tokens(40, 4);
    try (LlamaRunner runner = runner(256, 8, 1024)) {
      double alone = decide(runner, Fixtures.asking(LOADED.answers(), 0, 0, prompt));
      runner.truncate(0, 0);
      List<Chunk> chunks = new ArrayList<>();
      for (int slot = 1; slot < 8; slot++) {
        chunks.add(Fixtures.asking(Wanted.NO_LOGITS, slot, 0, Fixtures.tokens(5 * slot, slot)));
      }
      chunks.add(Fixtures.asking(LOADED.answers(), 0, 0, prompt));
      double together = decide(runner, chunks.toArray(Chunk[]::new));

      assertThat(together).isCloseTo(alone, within(1e-4));
    }
  }

  @Test
  void scatteredCellsAreFilledInPieces() throws RunnerException {
    int[] prompt = Fixtures.tokens(200, 9);
    int[] neighbour = Fixtures.tokens(64, 1);
    try (LlamaRunner runner = runner(256, 8, 512)) {
      double alone = decide(runner, Fixtures.asking(LOADED.answers(), 0, 0, prompt));
      runner.truncate(0, 0);
      for (int slot = 0; slot < 8; slot++) { // 8 x 64 cells: full
        runner.run(
            List.of(Fixtures.silent(slot, 0, slot == 1 ? neighbour : Fixtures.tokens(64, slot))));
      }
      for (int slot = 0; slot < 8; slot += 2) {
        runner.truncate(slot, 0);
      }
      double scattered = decide(runner, Fixtures.asking(LOADED.answers(), 0, 0, prompt));
      double next = decide(runner, Fixtures.asking(LOADED.answers(), 1, 64, 5));

      assertThat(scattered).isCloseTo(alone, within(1e-4));
      assertThat(next).as("the neighbour is unharmed").isCloseTo(after(neighbour, 5), within(1e-4));
    }
  }

  private static double after(int[] prompt, int last) throws RunnerException {
    int[] longer = Arrays.copyOf(prompt, prompt.length + 1);
    longer[prompt.length] = last;
    try (LlamaRunner runner = runner(256, 1, 256)) {
      return decide(runner, Fixtures.asking(LOADED.answers(), 0, 0, longer));
    }
  }

  @Test
  void aStepOfSeveralPiecesThatFindsNoRoomHarmsNobody() throws RunnerException {
    int[] second = Fixtures.tokens(100, 22);
    try (LlamaRunner runner = runner(256, 4, 320)) { // pieces of 64
      runner.run(List.of(Fixtures.silent(0, 0, Fixtures.tokens(64, 21))));
      runner.run(List.of(Fixtures.silent(1, 0, second)));
      runner.run(List.of(Fixtures.silent(2, 0, Fixtures.tokens(40, 23))));
      runner.run(List.of(Fixtures.silent(3, 0, Fixtures.tokens(60, 24))));
      runner.truncate(0, 0);
      StepResult full =
          runner.run(List.of(Fixtures.asking(Wanted.NO_LOGITS, 0, 0, Fixtures.tokens(150, 25))));
      runner.truncate(2, 0);
      StepResult fits =
          runner.run(List.of(Fixtures.asking(Wanted.NO_LOGITS, 0, 0, Fixtures.tokens(150, 25))));
      double next = decide(runner, Fixtures.asking(LOADED.answers(), 1, 100, 7));

      assertThat(full.outcome()).isEqualTo(StepResult.Outcome.NO_ROOM);
      assertThat(fits.outcome()).isEqualTo(StepResult.Outcome.RAN);
      assertThat(next).isCloseTo(after(second, 7), within(1e-4));
    }
  }

  @Test
  void aFullCacheIsReportedAndNothingIsLost() throws RunnerException {
    int[] prompt = Fixtures.tokens(100, 5);
    try (LlamaRunner runner = runner(256, 3, 256)) {
      runner.run(List.of(Fixtures.silent(0, 0, prompt)));
      runner.run(List.of(Fixtures.silent(1, 0, Fixtures.tokens(150, 6))));
      StepResult full =
          runner.run(List.of(Fixtures.asking(Wanted.NO_LOGITS, 2, 0, Fixtures.tokens(60, 7))));
      runner.truncate(1, 0);
      double after = decide(runner, Fixtures.asking(LOADED.answers(), 0, 100, 11));
      runner.truncate(0, 0);
      int[] longer = Arrays.copyOf(prompt, 101);
      longer[100] = 11;

      assertThat(full.outcome()).isEqualTo(StepResult.Outcome.NO_ROOM);
      assertThat(full.rows()).isEmpty();
      assertThat(after)
          .isCloseTo(decide(runner, Fixtures.asking(LOADED.answers(), 0, 0, longer)), within(1e-4));
    }
  }

  @Test
  void whatLlamaCppWouldAssertIsRefusedFirst() throws RunnerException {
    try (LlamaRunner runner = runner(256, 2, 512)) {
      int size = LOADED.model().vocabulary().size();
      refuse(runner, "slot out of range: 2", Fixtures.silent(2, 0, 1));
      refuse(runner, "token out of range: " + size, Fixtures.silent(0, 0, size));
      refuse(runner, "token out of range: -1", Fixtures.silent(0, 0, -1));
      refuse(runner, "gap before position out of range: 3", Fixtures.silent(0, 3, 1));
      refuse(
          runner,
          "second chunk in slot out of range: 0",
          Fixtures.silent(0, 0, 1),
          Fixtures.silent(0, 0, 1));
      refuse(
          runner,
          "sequence of tokens out of range: 257",
          Fixtures.silent(0, 0, Fixtures.tokens(257, 1)));
      refuse(
          runner,
          "batch of tokens out of range: 300",
          Fixtures.silent(0, 0, Fixtures.tokens(150, 1)),
          Fixtures.silent(1, 0, Fixtures.tokens(150, 1)));
      refuse(runner, "batch of tokens out of range: 0");
      assertThat(runner.run(List.of(Fixtures.asking(Wanted.NO_LOGITS, 0, 0, 1))).rows()).hasSize(1);
    }
  }

  private static void refuse(LlamaRunner runner, String message, Chunk... chunks) {
    assertThatThrownBy(() -> runner.run(List.of(chunks)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aNewNumberOfThreadsHoldsFromTheNextStepOn() throws RunnerException {
    int[] prompt = Fixtures.tokens(40, 8);
    List<Double> free = new ArrayList<>(List.of(2.0, 1.0, 2.0, 2.0));
    long[] nanos = {0};
    ThreadCount threads =
        new ThreadCount(
            2, () -> OptionalDouble.of(free.remove(0)), () -> nanos[0] += 1_000_000_000L);
    LlamaPlan plan = Fixtures.plan(256, 1, 256, CacheType.F32, FlashAttention.OFF, 2);
    try (LlamaRunner runner = LOADED.runner(plan, threads)) {
      List<Integer> used = new ArrayList<>();
      List<Double> decisions = new ArrayList<>();
      while (!free.isEmpty()) {
        decisions.add(decide(runner, Fixtures.asking(LOADED.answers(), 0, 0, prompt)));
        used.add(runner.threads());
        runner.truncate(0, 0);
      }

      assertThat(used).containsExactly(2, 1, 1, 2);
      assertThat(decisions.stream().distinct()).as("bits").hasSize(1);
    }
  }

  @Test
  void theModelOutlivesItsContexts() {
    LlamaRunner runner = runner(256, 1, 256);
    assertThatThrownBy(LOADED.model()::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("contexts still use the model");
    runner.close();
    runner.close();
    assertThatThrownBy(() -> runner.run(List.of(Fixtures.silent(0, 0, 1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the context is closed");
  }
}
