package io.rank1.core.speculate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NgramDrafterTest {

  private static int[] draft(int most, int... tokens) {
    return new NgramDrafter().draft(new TokensSoFar(tokens), most);
  }

  @Test
  void guessesWhatFollowedTheLastTokensBefore() {
    assertThat(draft(3, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3)).containsExactly(4, 5, 6);
    assertThat(draft(2, 9, 2, 3, 4, 5, 6, 7, 1, 2, 3)).as("by two tokens").containsExactly(4, 5);
  }

  @Test
  void threeTokensCountMoreThanTwoAndTheLatestPlaceMoreThanAnEarlierOne() {
    assertThat(draft(1, 1, 2, 3, 4, 8, 2, 3, 5, 1, 2, 3)).containsExactly(4);
    assertThat(draft(1, 1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3)).containsExactly(5);
  }

  @Test
  void whatRepeatsItselfGoesOnDoingSo() {
    assertThat(draft(5, 1, 7, 8, 7, 8, 7, 8)).containsExactly(7, 8, 7, 8, 7);
    assertThat(draft(4, 5, 5, 5, 5)).containsExactly(5, 5, 5, 5);
  }

  @Test
  void guessesNothingWithoutAnEarlierPlace() {
    assertThat(draft(4, 1)).isEmpty();
    assertThat(draft(4, 1, 2)).isEmpty();
    assertThat(draft(4, 1, 2, 3, 4, 5, 3)).as("one token is too few").isEmpty();
  }

  /** Whatever became of the end of the sequence, and however its index has grown. */
  @Test
  void everyGuessFollowedTheSameTokensBefore() {
    int made = 0;
    int missed = 0;
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      TokensSoFar tokens = new TokensSoFar(random.ints(1 + seed * 30L, 0, 8 + seed).toArray());
      NgramDrafter drafter = new NgramDrafter();
      for (int turn = 0; turn < 300; turn++) {
        change(tokens, random, 8 + seed);
        int[] guesses = drafter.draft(tokens, 1 + random.nextInt(5));
        tokens.mark();
        int place = placeOf(tokens, guesses);
        boolean canGuess = place >= 0;
        if (guesses.length > 0) {
          assertThat(canGuess).as("an earlier place for %s", Arrays.toString(guesses)).isTrue();
          made++;
        } else if (canGuess) {
          missed++;
        }
      }
    }
    assertThat(made).isGreaterThan(2000);
    assertThat(missed)
        .as("places that others of the same hash, or gone, took")
        .isLessThan(made / 3);
  }

  private static void change(TokensSoFar tokens, Random random, int alphabet) {
    if (random.nextInt(20) == 0) {
      int[] kept = tokens.range(0, 1 + random.nextInt(tokens.size()));
      tokens.replace(kept);
    }
    tokens.add(random.ints(1 + random.nextInt(6), 0, alphabet).toArray());
  }

  /** Where the last two tokens stood before, with these after them as far as there are any. */
  private static int placeOf(TokensSoFar tokens, int[] guesses) {
    int[] all = tokens.with(guesses);
    int size = tokens.size();
    for (int end = size - 1; end >= 2 && size >= 2; end--) {
      boolean isSame =
          tokens.at(end - 1) == tokens.at(size - 1) && tokens.at(end - 2) == tokens.at(size - 2);
      if (isSame
          && Arrays.equals(all, end, end + guesses.length, all, size, size + guesses.length)) {
        return end;
      }
    }
    return -1;
  }
}
