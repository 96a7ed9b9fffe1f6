package io.rank1.core.listwise;

import io.rank1.core.failure.UnusableException;
import io.rank1.core.listwise.algorithm.Judgement;
import io.rank1.core.listwise.answer.AnswerParser;
import io.rank1.core.listwise.answer.Identifiers;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.runner.Sampling;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a model's answer about a list is read. */
public sealed interface Reading {

  /**
   * What an answer says of its list.
   *
   * @param shown how many passages the prompt showed
   * @throws IllegalArgumentException when the answer is of another kind, and so of another method
   */
  Judgement judge(CallAnswer answer, int shown);

  /**
   * The model writes, and the text is parsed.
   *
   * @param budget tokens that it may write
   * @param stops texts that end an answer, and stay a part of it; none empty
   * @param continuation what an answer goes on with that ended too soon
   * @param sampling how tokens are chosen; each call draws by a seed of its own, which this seed
   *     and the call's identity decide
   */
  record Completion(
      AnswerParser parser,
      Budget budget,
      List<String> stops,
      Optional<Continuation> continuation,
      Sampling sampling)
      implements Reading {

    /**
     * @throws IllegalArgumentException when a stop text is empty
     */
    public Completion {
      Objects.requireNonNull(parser, "parser");
      Objects.requireNonNull(budget, "budget");
      Objects.requireNonNull(continuation, "continuation");
      Objects.requireNonNull(sampling, "sampling");
      stops = List.copyOf(stops);
      if (stops.stream().anyMatch(String::isEmpty)) {
        throw new IllegalArgumentException("a text that ends an answer is empty");
      }
    }

    @Override
    public Judgement judge(CallAnswer answer, int shown) {
      if (answer instanceof CallAnswer.Written written) {
        return parser.parse(written.text(), shown);
      }
      throw new IllegalArgumentException("a text was expected, not " + answer);
    }
  }

  /** How many tokens an answer may have. */
  @FunctionalInterface
  interface Budget {

    /** The tokens for an answer about a list so long. */
    Tokens of(int shown, Tokenizer tokenizer);

    /** The same for every list. */
    static Budget of(int least, int most) {
      Tokens tokens = new Tokens(least, most);
      return (shown, tokenizer) -> tokens;
    }

    /** As many as an order of the whole list has, such as {@code [1] > [2] > [3]}. */
    static Budget ofOrder(Identifiers identifiers) {
      return (shown, tokenizer) -> {
        String order =
            IntStream.range(0, shown)
                .mapToObj(position -> "[" + identifiers.label(position) + "]")
                .collect(Collectors.joining(" > "));
        int tokens = tokenizer.encodeContinuation(SegmentedText.userText(order)).length;
        return new Tokens(tokens, tokens);
      };
    }
  }

  /**
   * From how many tokens to how many.
   *
   * @param least stop texts do not count before; the end of the model's text does, since the engine
   *     takes the token that the model chose
   * @param most when there are so many the answer ends
   */
  record Tokens(int least, int most) {

    /**
     * @throws IllegalArgumentException unless {@code 0 <= least <= most} and {@code 1 <= most}
     */
    public Tokens {
      if (least < 0 || most < 1 || least > most) {
        throw new IllegalArgumentException("an answer of " + least + " to " + most + " tokens");
      }
    }
  }

  /**
   * Text that is written for the model, once, where its answer ended by itself or by its budget,
   * and lacks something. The model goes on behind it.
   *
   * @param unless the answer is not continued where it holds this
   * @param text what is written; special tokens count in its literals
   * @param mostTokens how many the model may add
   */
  record Continuation(String unless, SegmentedText text, int mostTokens) {

    /**
     * @throws IllegalArgumentException when a text is empty, or the model may add nothing
     */
    public Continuation {
      if (unless.isEmpty() || text.length() == 0 || mostTokens < 1) {
        throw new IllegalArgumentException(
            "a continuation needs what is lacking, a text, and tokens: " + mostTokens);
      }
    }
  }

  /**
   * The logits of the identifiers right behind the prompt; nothing is written (FIRST, arXiv
   * 2406.15657). They order the list, falling; of equals the first shown stays first.
   *
   * @param tokens of the identifiers
   */
  record IdentifierLogits(IdentifierTokens tokens) implements Reading {

    public IdentifierLogits {
      Objects.requireNonNull(tokens, "tokens");
    }

    @Override
    public Judgement judge(CallAnswer answer, int shown) {
      if (answer instanceof CallAnswer.Logits logits && logits.values().size() == shown) {
        List<OptionalDouble> values =
            logits.values().stream().map(logit -> OptionalDouble.of(logit)).toList();
        return new Judgement.Values(values, Set.of());
      }
      throw new IllegalArgumentException(shown + " logits were expected, not " + answer);
    }
  }

  /** Finds the tokens of identifiers. */
  @FunctionalInterface
  interface IdentifierTokens {

    /**
     * The tokens, by position.
     *
     * @param count how many passages the longest list has
     * @throws io.rank1.core.failure.UnusableException when an identifier is not a single token of
     *     its own in this vocabulary
     */
    int[] of(int count, Tokenizer tokenizer);

    /**
     * Those of the names themselves: one token each in text that goes on. How the prompt before
     * them ends does not matter, as authors look the tokens up by themselves (FIRST's code).
     *
     * @param before what belongs to a name's token: a blank, or nothing
     */
    static IdentifierTokens of(String before, Identifiers identifiers) {
      return (count, tokenizer) -> {
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) {
          String name = before + identifiers.label(i);
          int[] found = tokenizer.encodeContinuation(SegmentedText.userText(name));
          if (found.length != 1) {
            throw new UnusableException(
                "the identifier \"" + name + "\" is not one token in this vocabulary");
          }
          tokens[i] = found[0];
        }
        return tokens;
      };
    }
  }
}
