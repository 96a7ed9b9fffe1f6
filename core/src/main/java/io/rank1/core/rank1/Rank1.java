package io.rank1.core.rank1;

import io.rank1.core.PairProgram;
import io.rank1.core.RerankMethod;
import io.rank1.core.failure.UnusableException;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import java.util.Objects;

/**
 * rank1: the model reasons until {@code </think>}, and the logits of {@code " true"} and {@code "
 * false"} right after it are the score.
 *
 * @param template what the prompt looks like
 */
public record Rank1(PromptTemplate template) implements RerankMethod {

  /** With the prompt that the models were trained on. */
  public static final Rank1 PLAIN = new Rank1(PromptTemplate.PLAIN);

  /** Room for the text that forces an answer and for what it may tokenize to beyond the chain. */
  private static final int CLOSING_ROOM = 16;

  public Rank1 {
    Objects.requireNonNull(template, "template");
  }

  @Override
  public String name() {
    return "rank1";
  }

  @Override
  public int revision() {
    return ScoringRules.REVISION;
  }

  @Override
  public Prompt prompt(RerankRequest request) {
    return template.fill(request);
  }

  @Override
  public int closingRoom() {
    return CLOSING_ROOM;
  }

  @Override
  public int[] answers(Tokenizer tokenizer) {
    return answerTokens(tokenizer);
  }

  /**
   * The tokens {@code " true"} and {@code " false"}, in this order.
   *
   * @throws UnusableException when one of them is not a single token
   */
  public static int[] answerTokens(Tokenizer tokenizer) {
    int[] answers = new int[ChainText.ANSWERS.size()];
    for (int i = 0; i < answers.length; i++) {
      String answer = ChainText.ANSWERS.get(i);
      int[] tokens = tokenizer.encodeContinuation(SegmentedText.userText(answer));
      if (tokens.length != 1) {
        throw new UnusableException(
            "\""
                + answer
                + "\" is "
                + tokens.length
                + " tokens in this vocabulary, rank1 needs one: this is not a rank1 model");
      }
      answers[i] = tokens[0];
    }
    return answers;
  }

  @Override
  public PairProgram program(FittedPrompt prompt, Tokenizer tokenizer, int[] answers) {
    return new Rank1Program(prompt, tokenizer, answers);
  }
}
