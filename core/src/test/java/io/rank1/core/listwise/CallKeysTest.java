package io.rank1.core.listwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import io.rank1.core.listwise.algorithm.Judgement;
import io.rank1.core.runner.Sampling;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CallKeysTest {

  private static final CallKeys KEYS = new CallKeys(Recipe.EMPTY.with("program.name", "plain"));

  private static ListQuestion question(String query, String instruction, Candidate... candidates) {
    return new ListQuestion(query, instruction, List.of(candidates));
  }

  private static Candidate passage(String title, String text) {
    return new Candidate("an id", title, text, OptionalDouble.empty());
  }

  @Test
  void aCallIsKnownByItsTextsInOrderAndItsMethod() {
    Candidate a = passage("t", "a");
    Candidate b = passage("", "b");
    Hash128 key = KEYS.key(question("q", "i", a, b), List.of(0, 1));

    assertThat(KEYS.key(question("q", "i", b, b, a), List.of(2, 0))).isEqualTo(key);
    assertThat(
            List.of(
                KEYS.key(question("q", "i", a, b), List.of(1, 0)),
                KEYS.key(question("q", "i", a, b), List.of(0)),
                KEYS.key(question("q", "j", a, b), List.of(0, 1)),
                KEYS.key(question("p", "i", a, b), List.of(0, 1)),
                KEYS.key(question("qi", "", a, b), List.of(0, 1)),
                KEYS.key(question("q", "i", passage("", "ta"), b), List.of(0, 1)),
                KEYS.key(
                    question("q", "i", new Candidate("x", "t", "a", OptionalDouble.of(1)), b),
                    List.of(0, 1)),
                new CallKeys(Recipe.EMPTY).key(question("q", "i", a, b), List.of(0, 1))))
        .doesNotContain(key)
        .doesNotHaveDuplicates();
    // Written down once: a journal of an earlier version must be found.
    assertThat(key).hasToString("ebf3c551f0e69d65da3871f40821b648");
  }

  @Test
  void aCallDrawsByItsKeyAndTheSeed() {
    Hash128 one = new Hash128(1, 2);
    Hash128 other = new Hash128(3, 2);
    Sampling sampling = Sampling.at(0.6f, 42);

    assertThat(CallKeys.sampling(sampling, one)).isEqualTo(CallKeys.sampling(sampling, one));
    assertThat(CallKeys.sampling(sampling, one).seed())
        .isNotEqualTo(CallKeys.sampling(sampling, other).seed())
        .isNotEqualTo(CallKeys.sampling(sampling.withSeed(43), one).seed());
    assertThat(CallKeys.sampling(sampling, one).temperature()).isEqualTo(0.6f);
    assertThat(CallKeys.sampling(Sampling.GREEDY, one)).isEqualTo(Sampling.GREEDY);
  }

  @Test
  void answersOfAnotherKindAreErrors() {
    assertThat(ListMethods.logits().judge(new CallAnswer.Logits(List.of(1f, 2f)), 2))
        .isEqualTo(Judgement.Values.of(1, 2));
    assertThatThrownBy(() -> ListMethods.logits().judge(new CallAnswer.Written("[1]"), 2))
        .hasMessageContaining("2 logits were expected");
    assertThatThrownBy(() -> ListMethods.completion(5).judge(new CallAnswer.Logits(List.of(1f)), 1))
        .hasMessageContaining("a text was expected");
  }

  @Test
  void halvesOfCharactersAreNoTexts() {
    ListRequest.Builder request = ListRequest.builder("q");

    assertThatThrownBy(() -> request.candidate("id", "\uD800"))
        .hasMessage("the passage holds half of a character, U+D800, at index 0");
    assertThatThrownBy(() -> request.candidate(passage("\uDC00", "")))
        .hasMessageContaining("the title holds half");
    assertThatThrownBy(() -> ListRequest.builder("\uD800")).hasMessageContaining("the query");
  }
}
