package io.rank1.core.speculate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.speculate.DraftSwitch.Verdict;
import org.junit.jupiter.api.Test;

class DraftSwitchTest {

  private final DraftSwitch drafting = new DraftSwitch();

  @Test
  void staysOnWhileEnoughGuessesAreRight() {
    for (int size = 0; size < 1000; size += 2) {
      assertThat(drafting.count(4, 1, size)).isNotEqualTo(Verdict.TURNED_OFF);
      assertThat(drafting.isOn(size)).isTrue();
    }
  }

  @Test
  void goesOffOnceAWholeWindowMissesAndOnAgainAfterAWhile() {
    int size = 0;
    while (drafting.count(4, 0, size) == Verdict.OPEN) {
      size++;
    }
    assertThat(4 * (size + 1)).as("guesses").isEqualTo(DraftSwitch.WINDOW);
    assertThat(drafting.isOn(size + 1)).isFalse();
    assertThat(drafting.isOn(size + DraftSwitch.PAUSE - 1)).isFalse();
    assertThat(drafting.isOn(size + DraftSwitch.PAUSE)).isTrue();
    assertThat(drafting.count(4, 0, 99)).as("one miss is none").isEqualTo(Verdict.OPEN);
    assertThat(drafting.count(28, 0, 99)).isEqualTo(Verdict.TURNED_OFF);
    assertThat(drafting.isOn(98 + 2 * DraftSwitch.PAUSE)).as("twice as long").isFalse();
    assertThat(drafting.isOn(99 + 2 * DraftSwitch.PAUSE)).isTrue();
    assertThat(drafting.count(32, 20, 999)).isEqualTo(Verdict.PAYS);
    assertThat(drafting.count(32, 0, 999)).isEqualTo(Verdict.TURNED_OFF);
    assertThat(drafting.isOn(999 + DraftSwitch.PAUSE)).as("as at first").isTrue();
  }

  @Test
  void judgesByTheLastGuessesOnly() {
    for (int i = 0; i < 100; i++) {
      drafting.count(4, 4, i);
    }
    int misses = 0;
    while (drafting.count(1, 0, 100) != Verdict.TURNED_OFF) {
      misses++;
    }
    assertThat(misses).isEqualTo(DraftSwitch.WINDOW - DraftSwitch.LEAST_RIGHT);
  }
}
