package io.rank1.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {

  private static final Recipe SMALL =
      Recipe.of(Map.of("model.sha256", "aa", "context.tokens", "16000"));

  private static List<String> words(Recipe one, Recipe other) {
    return one.differences(other).stream().map(Recipe.Difference::toString).toList();
  }

  @Test
  void hasTheSameHashInWhateverOrderItIsMadeAndEverywhere() {
    Recipe other = Recipe.EMPTY.with("model.sha256", "aa").with("context.tokens", 16_000);
    assertThat(other).isEqualTo(SMALL).hasSameHashCodeAs(SMALL);
    assertThat(other.hash()).isEqualTo(SMALL.hash());
    assertThat(SMALL.hash()).hasToString("0d02554099828a321fbe6fab86f9bf57");
  }

  @Test
  void hasAnotherHashWhereAnythingDiffers() {
    assertThat(
            List.of(
                Recipe.EMPTY.hash(),
                SMALL.hash(),
                SMALL.with("context.tokens", 1600).hash(),
                SMALL.with("seed", "").hash(),
                Recipe.of(Map.of("a", "bc")).hash(),
                Recipe.of(Map.of("ab", "c")).hash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void tellsDifferencesByNameInOrder() {
    Recipe other = Recipe.of(Map.of("context.tokens", "2000", "seed", "7", "model.sha256", "aa"));
    assertThat(words(SMALL, SMALL)).isEmpty();
    assertThat(words(SMALL, other))
        .containsExactly("context.tokens 2000, not 16000", "seed 7, not none");
    assertThat(words(other, SMALL))
        .containsExactly("context.tokens 16000, not 2000", "no seed, not 7");
  }

  @Test
  void holdsTheRecipesOfWhatItIsBuiltOn() {
    Recipe large = SMALL.with("model.sha256", "bb");
    Recipe both = Recipe.EMPTY.with("keep", 10).nest("first", SMALL).nest("second", large);
    assertThat(both.nested("first")).isEqualTo(SMALL);
    assertThat(both.nested("second")).isEqualTo(large);
    assertThat(both.nested("sec")).isEqualTo(Recipe.EMPTY);
    assertThat(both.find("second.model.sha256")).contains("bb");
    assertThat(both.without("first"))
        .isEqualTo(Recipe.EMPTY.with("keep", 10).nest("second", large));
    assertThat(both.without("sec")).isEqualTo(both);
    Recipe swapped = Recipe.EMPTY.with("keep", 10).nest("first", large).nest("second", SMALL);
    assertThat(both.hash()).isNotEqualTo(swapped.hash());
    assertThat(words(both, swapped))
        .containsExactly("first.model.sha256 bb, not aa", "second.model.sha256 aa, not bb");
    assertThat(Recipe.EMPTY.nest("again", both).nested("again").nested("second")).isEqualTo(large);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.", ".a", "a..b", "A", "a b", "ä"})
  void refusesWhatIsNoName(String name) {
    assertThatThrownBy(() -> SMALL.with(name, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no name of a setting: " + name);
  }
}
