package io.rank1.llama;

import io.rank1.llama.check.ModelUnusableException;
import java.nio.file.Path;

/**
 * The tokens whose logits are the score.
 *
 * @param yes the token {@code " true"}
 * @param no the token {@code " false"}
 */
record AnswerTokens(int yes, int no) {

  AnswerTokens {
    if (yes == no) {
      throw new IllegalArgumentException("\" true\" and \" false\" are the same token " + yes);
    }
  }

  /**
   * Looks the two up in a vocabulary.
   *
   * @throws ModelUnusableException when one of them is not a single token
   */
  static AnswerTokens of(LlamaVocabulary vocabulary, Path model) {
    return new AnswerTokens(
        single(vocabulary, " true", model), single(vocabulary, " false", model));
  }

  private static int single(LlamaVocabulary vocabulary, String answer, Path model) {
    int[] tokens = vocabulary.tokenize(answer);
    if (tokens.length != 1) {
      throw new ModelUnusableException(
          model
              + ": \""
              + answer
              + "\" is "
              + tokens.length
              + " tokens in this vocabulary, rank1"
              + " needs one: this is not a rank1 model");
    }
    return tokens[0];
  }
}
