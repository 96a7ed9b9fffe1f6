package io.rank1.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PromptFitterTest {

  /** One token for every three bytes begun, and for every run of blanks: not quite monotone. */
  private static class Thirds implements Tokenizer {
    long bytesSeen;

    @Override
    public int[] encode(SegmentedText segments) {
      String text = segments.text();
      bytesSeen += text.length();
      int tokens = 0;
      for (String word : text.split("(?<=\\s)(?=\\S)")) {
        tokens += (word.getBytes(StandardCharsets.UTF_8).length + 2) / 3;
      }
      return new int[tokens];
    }

    @Override
    public int[] encodeContinuation(SegmentedText segments) {
      throw new AssertionError("fitting needs whole prompts only");
    }

    @Override
    public byte[] piece(int token) {
      throw new AssertionError("fitting needs no pieces");
    }

    @Override
    public boolean isSpecial(int token) {
      throw new AssertionError("fitting needs no kinds");
    }

    @Override
    public boolean endsText(int token) {
      throw new AssertionError("fitting needs no end");
    }
  }

  private static Prompt prompt(String passage) {
    return new Prompt(
        SegmentedText.literal("Query: q\nPassage: "), passage, SegmentedText.literal("\n<think>"));
  }

  @Test
  void aPromptThatFitsIsLeftAlone() {
    FittedPrompt fitted = new PromptFitter(new Thirds(), 50).fit(prompt("short"));

    assertThat(fitted.prompt()).isEqualTo(prompt("short"));
    assertThat(fitted.truncation().isCut()).isFalse();
  }

  @RepeatedTest(200)
  void aLongPassageKeepsItsLongestBeginningAndNothingElseChanges(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    StringBuilder passage = new StringBuilder();
    while (passage.length() < random.nextInt(3000)) {
      passage.append("wörd𝄞水x".repeat(random.nextInt(4))).append(random.nextBoolean() ? " " : "a");
    }
    int limit = 12 + random.nextInt(300);
    Tokenizer tokenizer = new Thirds();

    FittedPrompt fitted = new PromptFitter(tokenizer, limit).fit(prompt(passage.toString()));

    String kept = fitted.prompt().passage();
    assertThat(fitted.tokens().length).isLessThanOrEqualTo(limit);
    assertThat(passage.toString()).startsWith(kept);
    assertThat(fitted.prompt().head()).isEqualTo(prompt("").head());
    assertThat(fitted.prompt().tail()).isEqualTo(prompt("").tail());
    assertThat(fitted.truncation().keptChars()).isEqualTo(kept.length());
    assertThat(fitted.truncation().passageChars()).isEqualTo(passage.length());
    assertThat(kept.isEmpty() || !Character.isHighSurrogate(kept.charAt(kept.length() - 1)))
        .as("no half character")
        .isTrue();
    if (fitted.truncation().isCut()) {
      assertThat(fitted.tokens().length).as("not cut more than a word").isGreaterThan(limit - 40);
    }
  }

  @Test
  void aCutGoesBackToAWordBoundary() {
    FittedPrompt fitted =
        new PromptFitter(new Thirds(), 30).fit(prompt("some words ".repeat(50).strip()));

    assertThat(fitted.prompt().passage()).matches("(some words )*some( words)?");
  }

  @Test
  void whatCannotFitOfAHugePassageIsNotTokenized() {
    Thirds tokenizer = new Thirds();
    String passage = "lorem ipsum ".repeat(400_000);

    FittedPrompt fitted = new PromptFitter(tokenizer, 12_000).fit(prompt(passage));

    assertThat(fitted.truncation().isCut()).isTrue();
    assertThat(tokenizer.bytesSeen).isLessThan(passage.length());
  }

  @Test
  void aPassageOfFewTokensForItsLengthFitsWhole() {
    Tokenizer one =
        new Thirds() {
          @Override
          public int[] encode(SegmentedText text) {
            return new int[1 + text.text().length() / 5_000];
          }
        };
    String passage = "x".repeat(400_000);

    FittedPrompt fitted = new PromptFitter(one, 100).fit(prompt(passage));

    assertThat(fitted.truncation().isCut()).isFalse();
    assertThat(fitted.prompt().passage()).isEqualTo(passage);
  }

  @Test
  void aQueryThatLeavesNoRoomIsRefused() {
    assertThatThrownBy(() -> new PromptFitter(new Thirds(), 5).fit(prompt("passage")))
        .isInstanceOf(PromptTooLongException.class)
        .hasMessageContaining("need 11 tokens")
        .hasMessageContaining("leaves 5");
  }
}
