package io.rank1.core.listwise;

import io.rank1.core.identity.Recipe;
import io.rank1.core.listwise.algorithm.ListAlgorithm;
import io.rank1.core.prompt.Tokenizer;
import java.util.List;
import java.util.OptionalInt;

/**
 * A family of rerankers that are asked about lists: what its models read, how their answers are
 * read, and how lists make a ranking. Safe for use by several threads.
 */
public interface ListMethod {

  /**
   * What it adds to a result's identity. It decides, with a call's texts, what a call is known by:
   * everything belongs to it that an answer depends on.
   */
  Recipe recipe();

  /** Which lists are asked about, and what is made of the answers. */
  ListAlgorithm algorithm();

  /**
   * Refuses a vocabulary that is not one of the method's models.
   *
   * @throws io.rank1.core.failure.UnusableException with what is missing
   */
  default void requireUsable(Tokenizer tokenizer) {}

  /** The most tokens that a prompt and its answer may have together; empty for no limit. */
  default OptionalInt contextTokens() {
    return OptionalInt.empty();
  }

  /** How an answer is read. */
  Reading reading();

  /**
   * Shortens query and passages to the method's own limits; asked once per query. Candidates keep
   * their number and order.
   *
   * @throws io.rank1.core.prompt.UntokenizableException when the tokenizer cannot take a text
   */
  ListQuestion cut(ListQuestion whole, Tokenizer tokenizer);

  /**
   * The prompt of a call.
   *
   * @param question as {@link #cut} made it
   * @param shown numbers of candidates, in the order in which they are to be shown
   * @param share in (0, 1]: how much of each passage is kept, all alike, from its beginning. A
   *     smaller share never makes a longer text
   */
  ListPrompt prompt(ListQuestion question, List<Integer> shown, double share);
}
