package io.rank1.core;

import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Thinking;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.Tokenizer;
import java.util.List;
import java.util.OptionalInt;

/**
 * A family of rerankers: what its models read, and what is made of what they say. Safe for use by
 * several threads.
 */
public interface RerankMethod {

  /**
   * What it adds to a result's identity: its name, the revision of its rules, and how much is
   * thought.
   */
  Recipe recipe(Thinking thinking);

  /** The prompt of a pair that is thought about so. */
  Prompt prompt(RerankRequest request, Thinking thinking);

  /**
   * How much is thought where so much is asked for.
   *
   * @return {@link Thinking#DIRECT} from a method that does not reason
   */
  default Thinking thinking(Thinking asked) {
    return asked;
  }

  /** The most tokens that a prompt may have, whatever the context holds; empty for no limit. */
  default OptionalInt promptTokens() {
    return OptionalInt.empty();
  }

  /**
   * Texts that its models have as single special tokens. Without them prompts spell what the models
   * were trained on as tokens.
   */
  default List<String> markers() {
    return List.of();
  }

  /** Whether what it reads is a classification head in the row of token 0, and no token's logit. */
  default boolean readsClassifier() {
    return false;
  }

  /** Tokens that a sequence must be able to take beyond prompt and chain, to force an answer. */
  int closingRoom();

  /**
   * The tokens whose logits it reads.
   *
   * @throws io.rank1.core.failure.UnusableException when the vocabulary does not have them
   */
  int[] answers(Tokenizer tokenizer);

  /**
   * What decodes one chain of a pair.
   *
   * @param answers what {@link #answers} found
   */
  PairProgram program(FittedPrompt prompt, Tokenizer tokenizer, int[] answers, Thinking thinking);
}
