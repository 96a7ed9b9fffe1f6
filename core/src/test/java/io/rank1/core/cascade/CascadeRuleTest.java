package io.rank1.core.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.cascade.CascadeRule.Band;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is a rule, and what is none. */
class CascadeRuleTest {

  @Test
  void aBandHoldsBothItsEnds() {
    Band band = new Band(0.2, 0.8);
    assertThat(band.contains(0.2)).isTrue();
    assertThat(band.contains(0.8)).isTrue();
    assertThat(band.contains(0.19)).isFalse();
    assertThat(band.contains(Double.NaN)).isFalse();
  }

  @Test
  void whatIsNoRuleIsRefusedWithTheReason() {
    assertThatThrownBy(() -> new Band(0.8, 0.2)).hasMessageContaining("the smaller one first");
    assertThatThrownBy(() -> new Band(-0.1, 0.2)).hasMessageContaining("probabilities");
    assertThatThrownBy(() -> new Band(0.1, Double.NaN)).hasMessageContaining("probabilities");
    assertThatThrownBy(() -> CascadeRule.top(0)).hasMessageContaining("one passage at least: 0");
    assertThatThrownBy(() -> CascadeRule.untilStable(-1)).hasMessageContaining("at least: -1");
    assertThatThrownBy(
            () -> new CascadeRule(OptionalInt.empty(), Optional.empty(), OptionalInt.empty()))
        .hasMessageContaining("needs a rule");
    assertThatThrownBy(
            () -> new CascadeRule(OptionalInt.of(2), Optional.empty(), OptionalInt.of(2)))
        .hasMessageContaining("until stable decides by itself");
    assertThatThrownBy(
            () ->
                new CascadeRule(
                    OptionalInt.empty(), Optional.of(new Band(0, 1)), OptionalInt.of(2)))
        .hasMessageContaining("until stable decides by itself");
  }
}
