package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerException;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("llama")
class LogitReaderTest {

  private static final int ROWS = 41; // not a multiple of any number of threads

  @TempDir Path folder;

  @Test
  void anyNumberOfThreadsReadsTheSame() throws IOException, RunnerException {
    LlamaModel model = Fixtures.load(Fixtures.randomQwen2(folder));
    int[] answers = ProfileMethod.rank1().answers(model.vocabulary());
    int size = model.vocabulary().size();
    LlamaPlan plan = Fixtures.plan(256, ROWS, 1024, CacheType.F32, FlashAttention.OFF);
    try (LlamaContext context = LlamaContext.create(model, plan, Optional.empty());
        LlamaBatch batch = new LlamaBatch(ROWS, ROWS);
        LogitReader alone = new LogitReader(context, size, 1);
        LogitReader three = new LogitReader(context, size, 3);
        LogitReader many = new LogitReader(context, size, 8)) {
      for (int step = 0; step < 20; step++) {
        batch.clear();
        for (int sequence = 0; sequence < ROWS; sequence++) {
          batch.add((7 * sequence + 31 * step) % size, step, sequence, true);
        }
        assertThat(context.decode(batch)).isEqualTo(LlamaContext.Decoded.DONE);
        int now = step;
        List<RowReader.Asked> asked =
            IntStream.range(0, ROWS)
                .mapToObj(
                    i ->
                        new RowReader.Asked(
                            i,
                            new Wanted(now, i % 3 == 0 ? answers : Wanted.NO_LOGITS),
                            i % 2 == 0 ? Sampling.GREEDY : Sampling.at(0.8f, 5)))
                .toList();
        List<Row> expected = alone.read(asked);

        assertThat(((Row.Read) expected.get(3)).logits()).hasSize(2);
        assertThat(((Row.Read) expected.get(4)).logits()).isEmpty();
        same(three.read(asked), expected);
        same(many.read(asked), expected);
        same(many.read(asked.subList(0, 5)), expected.subList(0, 5));
      }
    } finally {
      model.close();
    }
  }

  private static void same(List<Row> found, List<Row> expected) {
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
  }
}
