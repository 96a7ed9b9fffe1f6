package io.rank1.core;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.Tokenizer;

/**
 * A family of rerankers: what its models read, and what is made of what they say. Safe for use by
 * several threads.
 */
public interface RerankMethod {

  /** Its name, which is a part of a result's identity. */
  String name();

  /** Counts the changes after which scores are no longer comparable. */
  int revision();

  /** The prompt of a pair. */
  Prompt prompt(RerankRequest request);

  /** Tokens that a sequence must be able to take beyond prompt and chain, to force an answer. */
  int closingRoom();

  /**
   * The tokens whose logits it reads.
   *
   * @throws io.rank1.core.failure.UnusableException when the vocabulary does not have them
   */
  int[] answers(Tokenizer tokenizer);

  /**
   * What decodes one pair.
   *
   * @param answers what {@link #answers} found
   */
  PairProgram program(FittedPrompt prompt, Tokenizer tokenizer, int[] answers);
}
