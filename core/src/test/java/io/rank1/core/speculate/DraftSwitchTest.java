package io.rank1.core.speculate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DraftSwitchTest {

  private final DraftSwitch drafting = new DraftSwitch();

  @Test
  void staysOnWhileEnoughGuessesAreRight() {
    for (int size = 0; size < 1000; size += 2) {
      assertThat(drafting.count(4, 1, size)).isFalse();
      assertThat(drafting.isOn(size)).isTrue();
    }
  }

  @Test
  void goesOffOnceAWholeWindowMissesAndOnAgainAfterAWhile() {
    int size = 0;
    while (!drafting.count(4, 0, size)) {
      size++;
    }
    assertThat(4 * (size + 1)).as("guesses").isEqualTo(DraftSwitch.WINDOW);
    assertThat(drafting.isOn(size + 1)).isFalse();
    assertThat(drafting.isOn(size + DraftSwitch.PAUSE - 1)).isFalse();
    assertThat(drafting.isOn(size + DraftSwitch.PAUSE)).isTrue();
    assertThat(drafting.count(4, 0, size + DraftSwitch.PAUSE)).as("one miss is none").isFalse();
  }

  @Test
  void judgesByTheLastGuessesOnly() {
    for (int i = 0; i < 100; i++) {
      drafting.count(4, 4, i);
    }
    int misses = 0;
    while (!drafting.count(1, 0, 100)) {
      misses++;
    }
    assertThat(misses).isEqualTo(DraftSwitch.WINDOW - DraftSwitch.LEAST_RIGHT);
  }
}
