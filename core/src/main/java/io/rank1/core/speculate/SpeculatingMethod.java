package io.rank1.core.speculate;

import io.rank1.core.PairProgram;
import io.rank1.core.RerankMethod;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Thinking;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.Tokenizer;
import java.util.List;
import java.util.OptionalInt;

/** Another method, whose programs run by guesses. */
record SpeculatingMethod(RerankMethod method, Speculation speculation) implements RerankMethod {

  @Override
  public Recipe recipe(Thinking thinking) {
    return method.recipe(thinking);
  }

  @Override
  public Prompt prompt(RerankRequest request, Thinking thinking) {
    return method.prompt(request, thinking);
  }

  @Override
  public Thinking thinking(Thinking asked) {
    return method.thinking(asked);
  }

  @Override
  public OptionalInt promptTokens() {
    return method.promptTokens();
  }

  @Override
  public List<String> markers() {
    return method.markers();
  }

  @Override
  public boolean readsClassifier() {
    return method.readsClassifier();
  }

  @Override
  public int closingRoom() {
    return method.closingRoom();
  }

  @Override
  public int[] answers(Tokenizer tokenizer) {
    return method.answers(tokenizer);
  }

  /** Where nothing is decoded there is nothing to guess. */
  @Override
  public PairProgram program(
      FittedPrompt prompt, Tokenizer tokenizer, int[] answers, Thinking thinking) {
    PairProgram program = method.program(prompt, tokenizer, answers, thinking);
    Speculation.ChainLimits limits =
        new Speculation.ChainLimits(tokenizer::endsText, thinking.maxTokens(), closingRoom());
    return method.thinking(thinking).isDirect()
        ? program
        : speculation.program(program, prompt.tokens(), answers, limits);
  }
}
