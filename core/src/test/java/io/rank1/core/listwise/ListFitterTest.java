package io.rank1.core.listwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.engine.FakeTokenizer;
import io.rank1.core.listwise.algorithm.SlidingWindows;
import io.rank1.core.prompt.SegmentedText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListFitterTest {

  private static final ListMethods.Plain METHOD =
      ListMethods.Plain.of(new SlidingWindows(20, 10, 100, 1), ListMethods.completion(1));

  private final List<Integer> tokenized = new ArrayList<>(); // lengths of what was

  private final ListFitter fitter =
      new ListFitter(
          METHOD,
          new FakeTokenizer() {
            @Override
            public int[] encode(SegmentedText text) {
              tokenized.add(text.length());
              return super.encode(text);
            }
          });

  private static ListQuestion question(List<String> texts) {
    return new ListQuestion(
        "q",
        "",
        texts.stream().map(t -> new Candidate("", "", t, OptionalDouble.empty())).toList());
  }

  private static int tokens(ListQuestion question, List<Integer> shown, double share) {
    return new FakeTokenizer().encode(METHOD.prompt(question, shown, share).segments()).length;
  }

  @Test
  void whatFitsIsLeftAsItIs() {
    ListQuestion question = question(List.of("one", "two"));

    ListFitter.Fitted fitted = fitter.fit(question, List.of(1, 0), 1000);

    assertThat(fitted.share()).isEqualTo(1);
    assertThat(fitted.tokens())
        .isEqualTo(
            new FakeTokenizer().encode(METHOD.prompt(question, List.of(1, 0), 1).segments()));
    assertThat(fitted.headTokens()).isEqualTo("Query: q".length());
  }

  @Test
  void whatDoesNotFitNearlyFillsItsRoom() {
    Random random = new Random(19);
    for (int run = 0; run < 200; run++) {
      List<String> texts =
          IntStream.range(0, 1 + random.nextInt(20))
              .mapToObj(i -> "word think ".repeat(random.nextInt(300)))
              .toList();
      ListQuestion question = question(texts);
      List<Integer> shown = IntStream.range(0, texts.size()).boxed().toList();
      int bare = tokens(question, shown, 1e-6);
      int most = bare + 100 + random.nextInt(3000);

      ListFitter.Fitted fitted = fitter.fit(question, shown, most);

      assertThat(fitted.tokens().length).isEqualTo(tokens(question, shown, fitted.share()));
      if (fitted.share() < 1) {
        // Nearer than 2 % of all, or than a character of each passage.
        assertThat(fitted.tokens().length)
            .isBetween((int) Math.min(0.98 * most, most - 2.0 * texts.size()), most);
      } else {
        assertThat(fitted.tokens().length).isLessThanOrEqualTo(most);
      }
    }
  }

  @Test
  void hugePassagesAreNotTokenized() {
    ListQuestion question = question(List.of("a passage ".repeat(1_000_000), "b"));

    ListFitter.Fitted fitted = fitter.fit(question, List.of(0, 1), 1000);

    assertThat(fitted.tokens().length).isBetween(980, 1000);
    assertThat(tokenized).hasSizeLessThan(16).allMatch(length -> length < 8100);
  }

  @Test
  void aListWhoseBareNamesDoNotFitIsRefused() {
    ListQuestion question = question(List.of("one", "two"));

    assertThatThrownBy(() -> fitter.fit(question, List.of(0, 1), 20))
        .isInstanceOf(ListTooLongException.class)
        .hasMessage(
            "a list of 2 passages needs 27 tokens without their texts, the context leaves 20 for"
                + " it: shorten the query, show fewer passages, or raise the context");
  }
}
