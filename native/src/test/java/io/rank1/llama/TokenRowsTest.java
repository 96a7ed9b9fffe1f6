package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows of any position, of many tokens, drawn by a seed, and a step that is interrupted. */
@Tag("llama")
class TokenRowsTest {

  @RegisterExtension private static final LoadedModel LOADED = new LoadedModel();

  private static final int[] MOST = IntStream.range(0, Wanted.MOST_LOGITS).toArray();

  private static LlamaRunner runner() {
    return LOADED.runner(Fixtures.plan(256, 2, 512, CacheType.F32, FlashAttention.OFF));
  }

  @Test
  void everyPositionsRowIsTheOneThatItIsAsTheLast() throws RunnerException {
    int[] prompt = Fixtures.tokens(40, 3);
    List<Row.Read> together = new ArrayList<>();
    List<Row.Read> apart = new ArrayList<>();
    try (LlamaRunner runner = runner()) {
      int atOnce = Math.min(runner.limits().rowsPerChunk(), 5);
      for (int start = 0; start < prompt.length; start += atOnce) {
        int end = Math.min(start + atOnce, prompt.length);
        List<Wanted> all = IntStream.range(start, end).mapToObj(i -> new Wanted(i, MOST)).toList();
        int[] part = Arrays.copyOfRange(prompt, start, end);
        runner
            .run(List.of(new Chunk(0, start, part, all)))
            .rows()
            .forEach(row -> together.add((Row.Read) row));
      }
      for (int i = 0; i < prompt.length; i++) {
        Chunk one = Fixtures.asking(MOST, 1, i, prompt[i]);
        apart.add((Row.Read) runner.run(List.of(one)).rows().get(0));
      }
    }

    assertThat(together).extracting(Row.Read::position).isEqualTo(positions(prompt.length));
    for (int i = 0; i < prompt.length; i++) {
      assertThat(together.get(i).token()).isEqualTo(apart.get(i).token());
      for (int k = 0; k < MOST.length; k++) {
        assertThat(together.get(i).logits()[k]).isCloseTo(apart.get(i).logits()[k], within(1e-4f));
      }
    }
  }

  private static List<Integer> positions(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void aSeedGivesTheSameTokensAndAnotherGivesOthers() throws RunnerException {
    List<Integer> first = drawn(7);

    assertThat(drawn(7)).isEqualTo(first);
    assertThat(drawn(8)).isNotEqualTo(first);
    assertThat(first.stream().distinct().count()).isGreaterThan(10);
  }

  private static List<Integer> drawn(long seed) throws RunnerException {
    List<Integer> tokens = new ArrayList<>();
    try (LlamaRunner runner = runner()) {
      int next = 5;
      for (int position = 0; position < 30; position++) {
        Chunk chunk =
            new Chunk(
                0,
                position,
                new int[] {next},
                List.of(new Wanted(position, Wanted.NO_LOGITS)),
                Sampling.at(1, seed));
        next = ((Row.Read) runner.run(List.of(chunk)).rows().get(0)).token();
        tokens.add(next);
      }
    }
    return tokens;
  }

  @Test
  void anInterruptedRunnerFailsItsStepsAndIsClosedInPeace() throws RunnerException {
    try (LlamaRunner runner = runner()) {
      runner.run(List.of(Fixtures.silent(0, 0, Fixtures.tokens(20, 1))));
      runner.interrupt();

      assertThatThrownBy(() -> runner.run(List.of(Fixtures.silent(0, 20, Fixtures.tokens(9, 2)))))
          .isInstanceOf(RunnerException.class)
          .hasMessageContaining("llama_decode returned 2");
    }
    LlamaRunner closed = runner();
    closed.close();
    closed.interrupt();
  }
}
