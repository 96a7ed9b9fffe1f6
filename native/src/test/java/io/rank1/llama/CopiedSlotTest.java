package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.RunnerException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slots that begin with what another holds, in both layouts of the KV cache. */
@Tag("llama")
class CopiedSlotTest {

  private static final int CONTEXT = 256;
  private static final int HEAD = 90; // more than one ubatch
  private static final int[] FIRST = Fixtures.tokens(120, 1);
  private static final int[] OTHER = sharing(HEAD, Fixtures.tokens(110, 2));
  private static final int[] THIRD = sharing(HEAD, Fixtures.tokens(97, 3));

  @RegisterExtension private static final LoadedModel LOADED = new LoadedModel();

  private static LlamaRunner runner(KvLayout layout, int slots) {
    assumeThat(layout == KvLayout.UNIFIED || TestRuntime.isModern()).isTrue();
    return LOADED.runner(Fixtures.plan(CONTEXT, slots, layout));
  }

  private static int[] sharing(int head, int[] tokens) {
    System.arraycopy(FIRST, 0, tokens, 0, head);
    return tokens;
  }

  private static Chunk from(int slot, int start, int[] tokens) {
    int[] rest = Arrays.copyOfRange(tokens, start, tokens.length);
    return Fixtures.asking(LOADED.answers(), slot, start, rest);
  }

  private static double[] run(LlamaRunner runner, Chunk... chunks) throws RunnerException {
    return runner.run(List.of(chunks)).rows().stream().mapToDouble(Fixtures::difference).toArray();
  }

  private static double alone(int... tokens) throws RunnerException {
    try (LlamaRunner runner = runner(KvLayout.UNIFIED, 1)) {
      return run(runner, from(0, 0, tokens))[0];
    }
  }

  private static int[] with(int[] tokens, int next) {
    int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
    longer[tokens.length] = next;
    return longer;
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIFIED", "SPLIT"})
  void bothGoOnAsIfEachHadComputedAll(KvLayout layout) throws RunnerException {
    try (LlamaRunner runner = runner(layout, 4)) {
      run(runner, from(1, 0, FIRST));
      runner.copy(1, 3, HEAD);
      runner.copy(3, 0, HEAD); // of what is a copy itself, before anything ran
      double[] found =
          run(
              runner,
              from(1, FIRST.length, with(FIRST, 7)),
              from(3, HEAD, OTHER),
              from(0, HEAD, THIRD));

      assertThat(found[0]).isCloseTo(alone(with(FIRST, 7)), within(1e-4));
      assertThat(found[1]).isCloseTo(alone(OTHER), within(1e-4));
      assertThat(found[2]).isCloseTo(alone(THIRD), within(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIFIED", "SPLIT"})
  void whatBecomesOfOneDoesNotTouchTheOther(KvLayout layout) throws RunnerException {
    try (LlamaRunner runner = runner(layout, 3)) {
      run(runner, from(0, 0, FIRST));
      runner.copy(0, 1, HEAD);
      runner.copy(0, 2, HEAD);
      runner.truncate(0, 0); // before anything ran, and in a unified cache the owner of the cells
      double[] third = run(runner, from(0, 0, Fixtures.tokens(40, 4)), from(2, HEAD, THIRD));
      runner.truncate(2, 0);
      double[] other = run(runner, from(1, HEAD, OTHER), from(2, 0, THIRD));

      assertThat(third[1]).isCloseTo(alone(THIRD), within(1e-4));
      assertThat(other[0]).isCloseTo(alone(OTHER), within(1e-4));
      assertThat(other[1]).isCloseTo(alone(THIRD), within(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIFIED", "SPLIT"})
  void whatCannotBeCopiedIsRefused(KvLayout layout) throws RunnerException {
    try (LlamaRunner runner = runner(layout, 3)) {
      run(runner, from(0, 0, FIRST), from(1, 0, THIRD));
      refuse(() -> runner.copy(0, 3, 5), "slot out of range: 3");
      refuse(() -> runner.copy(-1, 2, 5), "slot out of range: -1");
      refuse(() -> runner.copy(0, 2, 0), "length out of range: 0");
      refuse(() -> runner.copy(0, 2, 121), "length out of range: 121");
      refuse(() -> runner.copy(2, 1, 1), "length out of range: 1");
      refuse(() -> runner.copy(0, 1, 5), "positions in a slot to be copied to out of range: 97");

      assertThat(run(runner, from(1, THIRD.length, with(THIRD, 7)))[0])
          .isCloseTo(alone(with(THIRD, 7)), within(1e-4));
    }
  }

  private static void refuse(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
