package io.rank1.core.pointwise;

import io.rank1.core.failure.UnusableException;
import io.rank1.core.pair.Score;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import java.util.List;
import java.util.Objects;

/**
 * Which logits are read, and what is made of them.
 *
 * @param texts the answers, each one token; none where a classification head stands in the row of
 *     token 0
 * @param formula what makes a score of them
 */
public record AnswerRule(List<String> texts, Formula formula) {

  private static final int HEAD_ROW = 0;

  /**
   * @throws IllegalArgumentException when the formula does not take so many answers
   */
  public AnswerRule {
    texts = List.copyOf(texts);
    Objects.requireNonNull(formula, "formula");
    if (!formula.takes(Math.max(1, texts.size()))) {
      throw new IllegalArgumentException(
          formula.words() + " does not take " + texts.size() + " answers");
    }
  }

  /**
   * The tokens of the answers, in their order.
   *
   * @throws UnusableException when one of them is not a single token
   */
  public int[] tokens(Tokenizer tokenizer) {
    return texts.isEmpty()
        ? new int[] {HEAD_ROW}
        : texts.stream().mapToInt(text -> token(text, tokenizer)).toArray();
  }

  /** The one token of an answer; a special token counts as well. */
  static int token(String text, Tokenizer tokenizer) {
    int[] tokens = tokenizer.encodeContinuation(SegmentedText.literal(text));
    if (tokens.length != 1) {
      throw new UnusableException(
          "\""
              + text
              + "\" is "
              + tokens.length
              + " tokens in this vocabulary, and the answer needs to be one: the model was trained"
              + " for something else");
    }
    return tokens[0];
  }

  /** What the logits of {@link #tokens} say. */
  Score score(float[] logits) {
    return formula.score(logits);
  }
}
