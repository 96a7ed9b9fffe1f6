package io.rank1.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.runner.Sampling;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private static Sequence withPrefix(int token) {
    DecodeProgram done = (rows, progress) -> new Action.Done();
    return new Sequence(
        new GenerationRequest(
            new int[] {token, 1}, 1, done, Sampling.GREEDY, 1, 9, Service.DEFAULT));
  }

  @Test
  void aSequenceGetsTheSlotThatHoldsItsPrefixWhicheverItIs() {
    int count = 7;
    for (int wanted = 0; wanted < count; wanted++) {
      Slots slots = new Slots(count);
      List<Sequence> first = IntStream.range(0, count).mapToObj(SlotsTest::withPrefix).toList();
      first.forEach(sequence -> slots.enterEmpty(sequence, List.of()));
      first.forEach(slots::leavePrefix);
      Sequence next = withPrefix(wanted);

      assertThat(slots.enterLeft(next)).isTrue();
      assertThat(next.slot()).isEqualTo(wanted);
      assertThat(slots.dropPrefixes()).hasSize(count - 1).doesNotContain(wanted);
    }
  }
}
