package io.rank1.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LengthModelTest {

  @Test
  void expectsNothingOfNothing() {
    assertThat(new LengthModel().expectedSeconds(5, 500)).isZero();
  }

  @Test
  void expectsTheMeanWhileThereIsLittleToGoBy() {
    LengthModel model = new LengthModel();
    model.observe(100, 1);
    model.observe(300, 3);
    assertThat(model.expectedSeconds(5, 5000)).isEqualTo(10);
  }

  @Test
  void expectsMoreOfLongPairsThatWaitAtTheEnd() {
    LengthModel model = new LengthModel();
    for (int chars = 100; chars < 200; chars++) {
      model.observe(chars, 2 + 0.01 * chars);
    }
    assertThat(model.expectedSeconds(10, 10 * 1000)).isCloseTo(10 * 12, within(1e-6));
    assertThat(model.expectedSeconds(10, 10 * 100)).isCloseTo(10 * 3, within(1e-6));
  }

  @Test
  void neverExpectsLongPairsToBeQuickerOrTimeToRunBackwards() {
    LengthModel shrinking = new LengthModel();
    LengthModel steep = new LengthModel();
    for (int chars = 100; chars < 200; chars++) {
      shrinking.observe(chars, 300 - chars);
      steep.observe(chars, chars - 90);
    }
    assertThat(shrinking.expectedSeconds(1, 1000)).isCloseTo(150.5, within(1e-6));
    assertThat(steep.expectedSeconds(1, 10)).isPositive();
  }
}
