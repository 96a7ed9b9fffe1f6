package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.llama.check.Head;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.check.Support;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeadUseTest {

  private static ModelSummary model(Head head) {
    return new ModelSummary(
        Path.of("m.gguf"),
        1,
        "qwen3",
        Support.SUPPORTED,
        head,
        "m",
        28,
        1024,
        16,
        8,
        128,
        128,
        40_960,
        151_936);
  }

  @ParameterizedTest
  @EnumSource(names = {"OWN", "TIED"})
  void everyTokenHasALogit(Head head) {
    assertThatCode(() -> HeadUse.requireTokens(model(head))).doesNotThrowAnyException();
    assertThatCode(() -> HeadUse.requireRows(model(head), new int[] {0, 830}))
        .doesNotThrowAnyException();
  }

  @Test
  void noTokenHasALogitWhereOnlyClassesAreRated() {
    assertThatThrownBy(() -> HeadUse.requireTokens(model(Head.CLASSIFIER)))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageStartingWith("m.gguf: its only head is cls.output.weight");
  }

  @ParameterizedTest
  @EnumSource(names = {"OWN", "TIED", "CLASSIFIER"})
  void aTokensLogitIsNoClassificationHead(Head head) {
    assertThatCode(() -> HeadUse.requireClassifier(model(Head.ROW))).doesNotThrowAnyException();
    assertThatThrownBy(() -> HeadUse.requireClassifier(model(head)))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageStartingWith("m.gguf: it has no classification head");
  }

  @Test
  void oneRowIsReadAloneOrNotAtAll() {
    ModelSummary model = model(Head.ROW);
    assertThatCode(() -> HeadUse.requireTokens(model)).doesNotThrowAnyException();
    assertThatCode(() -> HeadUse.requireRows(model, new int[] {0})).doesNotThrowAnyException();
    assertThatThrownBy(() -> HeadUse.requireEveryToken(model))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("a classification head in place of tokens' logits");
    assertThatThrownBy(() -> HeadUse.requireRows(model, new int[] {0, 830}))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("the logit of token 830 is asked for");
  }
}
