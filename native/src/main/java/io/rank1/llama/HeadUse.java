package io.rank1.llama;

import io.rank1.llama.check.Head;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;

/** Refuses to read from a head what it does not say: llama.cpp hands out numbers for it anyway. */
final class HeadUse {

  private HeadUse() {}

  /**
   * @throws ModelUnusableException when no token has a logit
   */
  static void requireTokens(ModelSummary model) {
    if (model.head() == Head.CLASSIFIER) {
      throw new ModelUnusableException(
          model.path()
              + ": its only head is cls.output.weight, which rates classes, and logits of tokens are"
              + " needed; take a file with the output matrix, or convert the checkpoint again");
    }
  }

  /**
   * @throws ModelUnusableException when tokens other than 0 have rows of zeroes
   */
  static void requireEveryToken(ModelSummary model) {
    if (model.head() == Head.ROW) {
      throw new ModelUnusableException(
          model.path()
              + ": it has a classification head in place of tokens' logits, and is to write; take a"
              + " model that was trained to answer in words");
    }
  }

  /**
   * @throws ModelUnusableException when the logit of token 0 is no classification head
   */
  static void requireClassifier(ModelSummary model) {
    if (model.head() != Head.ROW) {
      throw new ModelUnusableException(
          model.path()
              + ": it has no classification head, which this reranker reads; convert the checkpoint"
              + " with its head");
    }
  }

  /**
   * @param answers the tokens whose logits are read
   * @throws ModelUnusableException when one of them has a row of zeroes
   */
  static void requireRows(ModelSummary model, int[] answers) {
    OptionalInt empty = Arrays.stream(answers).filter(token -> token != 0).findFirst();
    if (model.head() == Head.ROW && empty.isPresent()) {
      throw new ModelUnusableException(
          String.format(
              Locale.ROOT,
              "%s: it has a classification head as the logit of token 0, and the logit of token %d"
                  + " is asked for; take a model that was trained to answer in words",
              model.path(),
              empty.getAsInt()));
    }
  }
}
