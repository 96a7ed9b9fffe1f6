package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.runner.Output;
import io.rank1.core.runner.RowOutput;
import io.rank1.core.runner.RunnerException;
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
    AnswerTokens answers = AnswerTokens.of(model.vocabulary(), model.file());
    int size = model.vocabulary().size();
    LlamaPlan plan = Fixtures.plan(256, ROWS, 1024, CacheType.F32, FlashAttention.OFF);
    try (LlamaContext context = LlamaContext.create(model, plan, Optional.empty());
        LlamaBatch batch = new LlamaBatch(ROWS, ROWS);
        LogitReader alone = new LogitReader(context, size, answers, 1);
        LogitReader three = new LogitReader(context, size, answers, 3);
        LogitReader many = new LogitReader(context, size, answers, 8)) {
      for (int step = 0; step < 20; step++) {
        batch.clear();
        for (int sequence = 0; sequence < ROWS; sequence++) {
          batch.add((7 * sequence + 31 * step) % size, step, sequence, true);
        }
        assertThat(context.decode(batch)).isEqualTo(LlamaContext.Decoded.DONE);
        List<RowReader.Row> wanted =
            IntStream.range(0, ROWS)
                .mapToObj(
                    i -> new RowReader.Row(i, i % 3 == 0 ? Output.DECISION : Output.NEXT_TOKEN))
                .toList();
        List<RowOutput> expected = alone.read(wanted);

        assertThat(expected.get(3)).isInstanceOf(RowOutput.Decision.class);
        assertThat(expected.get(4)).isInstanceOf(RowOutput.Next.class);
        assertThat(three.read(wanted)).isEqualTo(expected);
        assertThat(many.read(wanted)).isEqualTo(expected);
        assertThat(many.read(wanted.subList(0, 5))).isEqualTo(expected.subList(0, 5));
      }
    } finally {
      model.close();
    }
  }
}
