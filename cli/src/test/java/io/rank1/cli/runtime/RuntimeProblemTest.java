package io.rank1.cli.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.check.UnknownArchitectureException;
import org.junit.jupiter.api.Test;

class RuntimeProblemTest {
  private static final String ADVICE = "; install one by 'rank1 runtime install cpu'";

  @Test
  void onlyWhatANewerLlamaCppWouldDoIsAdvisedTo() {
    UnknownArchitectureException tooOld = new UnknownArchitectureException("it needs a newer one");
    assertThat(RuntimeProblem.lineOfModel(tooOld)).isEqualTo("it needs a newer one" + ADVICE);
    assertThat(RuntimeProblem.lineOfModel(new IllegalStateException("told", tooOld)))
        .as("as another process tells it")
        .isEqualTo("told" + ADVICE);
    assertThat(RuntimeProblem.lineOfModel(new ModelUnusableException("m.gguf: broken")))
        .isEqualTo("m.gguf: broken");
  }
}
