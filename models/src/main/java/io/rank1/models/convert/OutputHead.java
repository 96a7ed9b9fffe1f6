package io.rank1.models.convert;

import java.util.Arrays;
import java.util.Optional;

/** What stands behind the decoder of a checkpoint, and what becomes of it. */
public enum OutputHead {
  /** A matrix of its own, with a row for each token. */
  OWN("ForCausalLM"),
  /** The embedding once more. */
  TIED("ForCausalLM"),
  /** One row for one label, which becomes that of token 0 in a matrix of zeroes. */
  ONE_LABEL("ForSequenceClassification");

  /** Says which row of {@code output.weight} is a classification head. */
  static final String ROW_KEY = "rank1.classifier.row";

  private final String classSuffix;

  OutputHead(String classSuffix) {
    this.classSuffix = classSuffix;
  }

  /** How the name in {@code architectures} of config.json ends. */
  String classSuffix() {
    return classSuffix;
  }

  /** The head that a class has; empty if its name ends otherwise. */
  static Optional<OutputHead> of(String className, boolean tied) {
    return Arrays.stream(values())
        .filter(head -> className.endsWith(head.classSuffix))
        .map(head -> head == OWN && tied ? TIED : head)
        .findFirst();
  }
}
