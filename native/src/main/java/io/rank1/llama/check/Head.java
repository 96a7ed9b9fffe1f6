package io.rank1.llama.check;

import io.rank1.core.gguf.GgufModel;

/** Where a model's last matrix is, and so what its logits say. */
public enum Head {
  /** {@code output.weight}: a logit for each token. */
  OWN,
  /** The embedding serves as the output matrix, too: a logit for each token. */
  TIED,
  /**
   * {@code cls.output.weight} alone: a number for each class, and none for tokens. Such a file may
   * lack the output matrix of a model whose embedding is not its output, which would then be taken
   * for it in silence.
   */
  CLASSIFIER,
  /**
   * {@code output.weight} has a classification head as the row of token 0, and zeroes otherwise:
   * the logit of token 0 is the score, and no other logit says anything.
   */
  ROW;

  /** Says which row of {@code output.weight} is a classification head. */
  static final String ROW_KEY = "rank1.classifier.row";

  /** A row for each class. */
  static final String CLASSES = "cls.output.weight";

  private static final String OUTPUT = "output.weight";

  /** Finds the head of a model, and refuses one that has none. */
  static Head of(GgufModel model, Architecture architecture, Demands demands) {
    boolean own = model.tensors().containsKey(OUTPUT);
    demands.require(
        !own || architecture.output() != Architecture.Output.TIED,
        "it has an %s, and llama.cpp takes the embedding of a %s for it",
        OUTPUT,
        architecture.ggufName());
    if (own) {
      demands.uint32(ROW_KEY, 0, 0, 0);
      return demands.has(ROW_KEY) ? ROW : OWN;
    }
    if (model.tensors().containsKey(CLASSES)) {
      return CLASSIFIER;
    }
    demands.require(
        architecture.output() != Architecture.Output.OWN,
        "it has no head: neither %s nor %s, and the embedding of a %s is not its output",
        OUTPUT,
        CLASSES,
        architecture.ggufName());
    return TIED;
  }
}
