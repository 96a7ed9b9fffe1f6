package io.rank1.core.listwise;

import java.util.List;
import java.util.Objects;

/** What a model said of a list. A call that is known from before needs no more than this. */
public sealed interface CallAnswer {

  /**
   * A text.
   *
   * @param text all of it, with what was written for the model to go on
   */
  record Written(String text) implements CallAnswer {

    public Written {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * Logits of the identifiers.
   *
   * @param values by position
   */
  record Logits(List<Float> values) implements CallAnswer {

    public Logits {
      values = List.copyOf(values);
    }
  }
}
