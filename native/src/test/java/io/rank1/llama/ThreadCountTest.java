package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ThreadCountTest {

  private static final int INTERVAL = 250;

  private OptionalDouble free = OptionalDouble.empty();
  private long millis = -7;
  private int looks;

  private ThreadCount of(int planned) {
    return new ThreadCount(planned, this::look, () -> millis * 1_000_000);
  }

  private OptionalDouble look() {
    looks++;
    return free;
  }

  /** The numbers after intervals with so many cores free; 0 where it stays. */
  private List<Integer> follow(ThreadCount threads, double... cores) {
    List<Integer> numbers = new ArrayList<>();
    for (double number : cores) {
      free = OptionalDouble.of(number);
      numbers.add(threads.change().orElse(0));
      millis += INTERVAL;
    }
    return numbers;
  }

  @Test
  void coresThatOthersTakeAreLeftToThemAtOnce() {
    assertThat(follow(of(2), 2, 1.0)).containsExactly(0, 1);
    assertThat(follow(of(8), 5.2)).containsExactly(5);
    assertThat(follow(of(8), 5.8)).containsExactly(6);
  }

  @Test
  void oneThreadIsLeftHoweverBusyTheMachineIs() {
    assertThat(follow(of(2), 0, 0.3, 0.67)).containsExactly(1, 0, 0);
  }

  @Test
  void coresThatStayFreeAreTakenAgainUpToThePlan() {
    assertThat(follow(of(4), 1, 7.9, 7.9, 7.9)).containsExactly(1, 0, 4, 0);
    assertThat(follow(of(4), 1, 3, 3)).containsExactly(1, 0, 3);
  }

  @Test
  void aMomentOfQuietAndALittleNoiseChangeNothing() {
    assertThat(follow(of(2), 1, 2, 1, 2, 1, 2)).containsExactly(1, 0, 0, 0, 0, 0);
    assertThat(follow(of(2), 1.7, 1.9, 1.66)).containsExactly(0, 0, 0);
    assertThat(follow(of(2), 1, 1.8, 1.8, 1.8)).containsExactly(1, 0, 0, 0);
  }

  @Test
  void theSystemIsAskedFourTimesASecondAtMost() {
    ThreadCount threads = of(2);
    for (int i = 0; i < 1000; i++) { // one step per millisecond
      threads.change();
      millis++;
    }
    assertThat(looks).isEqualTo(4);
  }

  @Test
  void whereNothingIsKnownThePlanStands() {
    assertThat(of(2).change()).isEqualTo(OptionalInt.empty());
    assertThat(looks).isEqualTo(1);
  }
}
