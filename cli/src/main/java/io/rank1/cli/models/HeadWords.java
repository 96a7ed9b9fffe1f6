package io.rank1.cli.models;

import io.rank1.llama.check.Head;
import io.rank1.models.convert.OutputHead;
import java.util.Optional;

/** A model's head in words. */
final class HeadWords {

  private HeadWords() {}

  /** What a converted checkpoint has. */
  static Head of(OutputHead head) {
    return switch (head) {
      case OWN -> Head.OWN;
      case TIED -> Head.TIED;
      case ONE_LABEL -> Head.ROW;
    };
  }

  static String of(Head head) {
    return switch (head) {
      case OWN -> "a matrix of its own";
      case TIED -> "the embedding";
      case CLASSIFIER -> "a classification head, and no matrix for tokens";
      case ROW -> "a classification head, as the logit of token 0";
    };
  }

  /** Why a rank1 cannot have this head; empty when it can. */
  static Optional<String> problem(Head head) {
    return switch (head) {
      case OWN, TIED -> Optional.empty();
      case CLASSIFIER, ROW ->
          Optional.of(
              "its output is "
                  + of(head)
                  + ": rank1 answers by the logits of two tokens, so this is not a rank1 model");
    };
  }
}
