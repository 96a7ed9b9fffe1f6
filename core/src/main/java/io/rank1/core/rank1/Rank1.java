package io.rank1.core.rank1;

import io.rank1.core.PairProgram;
import io.rank1.core.RerankMethod;
import io.rank1.core.failure.UnusableException;
import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Thinking;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.runner.Sampling;
import java.util.Objects;

/**
 * rank1: the model reasons until {@code </think>}, and the logits of {@code " true"} and {@code "
 * false"} right after it are the score.
 *
 * @param template what the prompt looks like
 * @param fill what stands between the markers where there is to be no reasoning; may be empty
 */
public record Rank1(PromptTemplate template, String fill) implements RerankMethod {

  /**
   * What rank1 without reasoning is given in its place (arXiv 2505.16886 after NoThinking, arXiv
   * 2504.09858).
   */
  public static final String FILL = "\nOkay, I think I have finished thinking.\n";

  /** With the prompt that the models were trained on. */
  public static final Rank1 PLAIN = new Rank1(PromptTemplate.PLAIN, FILL);

  /** Room for the text that forces an answer and for what it may tokenize to beyond the chain. */
  private static final int CLOSING_ROOM = 16;

  public Rank1 {
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(fill, "fill");
  }

  @Override
  public Recipe recipe(Thinking thinking) {
    Recipe recipe =
        Recipe.EMPTY
            .with(SettingNames.PROGRAM, "rank1")
            .with(SettingNames.REVISION, ScoringRules.REVISION)
            .with(SettingNames.THINK, thinking.maxTokens());
    if (thinking.isDirect()) {
      return recipe.with(SettingNames.FILL, fill);
    }
    if (thinking.rethinks() > 0) {
      recipe = recipe.with(SettingNames.RETHINKS, thinking.rethinks());
    }
    if (thinking.earlyExit().isPresent()) {
      Thinking.EarlyExit exit = thinking.earlyExit().get();
      String words = exit.epsilon() + "," + exit.looks() + "," + exit.everyTokens();
      recipe = recipe.with(SettingNames.EARLY_EXIT, words);
    }
    return thinking.samples().equals(Thinking.Samples.GREEDY)
        ? recipe
        : withSamples(recipe, thinking.samples());
  }

  private static Recipe withSamples(Recipe recipe, Thinking.Samples samples) {
    Sampling sampling = samples.sampling();
    return recipe
        .with(SettingNames.SAMPLES, samples.count())
        .with(SettingNames.TEMPERATURE, String.valueOf(sampling.temperature()))
        .with(SettingNames.TOP_K, sampling.topK())
        .with(SettingNames.TOP_P, String.valueOf(sampling.topP()))
        .with(SettingNames.MIN_P, String.valueOf(sampling.minP()))
        .with(SettingNames.SEED, sampling.seed());
  }

  @Override
  public Prompt prompt(RerankRequest request, Thinking thinking) {
    Prompt prompt = template.fill(request);
    return thinking.isDirect() ? ForcedAnswer.afterFill(prompt, fill) : prompt;
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
  public PairProgram program(
      FittedPrompt prompt, Tokenizer tokenizer, int[] answers, Thinking thinking) {
    return thinking.isDirect()
        ? new DirectProgram(answers)
        : new Rank1Program(prompt, tokenizer, answers, thinking);
  }
}
