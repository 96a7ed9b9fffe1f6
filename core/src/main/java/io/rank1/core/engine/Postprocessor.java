package io.rank1.core.engine;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Score;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.prompt.UntokenizableException;
import io.rank1.core.runner.RowOutput;
import io.rank1.core.runner.RunnerLimits;
import java.util.Optional;

/** Greedy decoding's half of a step: takes the next token, sees where the chain stands. */
final class Postprocessor {

  private static final Verdict CONTINUE = new Verdict.Continue();

  private final Tokenizer tokenizer;
  private final RunnerLimits limits;
  private final int maxThinkTokens;
  private final int chainLimit;

  Postprocessor(Tokenizer tokenizer, EngineOptions options, RunnerLimits limits) {
    this.tokenizer = tokenizer;
    this.limits = limits;
    this.maxThinkTokens = options.maxThinkTokens();
    this.chainLimit = options.chainLimit(limits);
  }

  Verdict judge(Sequence sequence, RowOutput row) {
    if (row instanceof RowOutput.Broken broken) {
      return new Verdict.Failed(broken.reason());
    }
    try {
      return row instanceof RowOutput.Decision decision
          ? decide(sequence, decision)
          : advance(sequence, ((RowOutput.Next) row).token());
    } catch (UntokenizableException e) {
      return new Verdict.Failed("cannot force an answer: " + e.getMessage());
    }
  }

  private Verdict decide(Sequence sequence, RowOutput.Decision decision) {
    if (sequence.phase() == Sequence.Phase.ANSWER_FORCED) {
      return new Verdict.Answered(decision.score());
    }
    sequence.decide(decision.score());
    if (ChainText.isAnswer(tokenizer.piece(decision.token()))) {
      return new Verdict.Answered(decision.score()); // the answer itself is not decoded
    }
    return advance(sequence, decision.token());
  }

  private Verdict advance(Sequence sequence, int token) {
    if (tokenizer.endsText(token)) {
      return force(sequence, FinishReason.FORCED_BY_END_OF_TEXT);
    }
    switch (sequence.append(token, tokenizer.piece(token), tokenizer.isSpecial(token))) {
      case ANSWERED:
        return answered(sequence);
      case DERAILED:
        return force(sequence, FinishReason.FORCED_BY_OTHER_TEXT);
      case DECIDING:
        return CONTINUE; // one more output is all it takes, whatever the budget
      default:
        return withinLimits(sequence);
    }
  }

  private Verdict withinLimits(Sequence sequence) {
    if (sequence.completionTokens() >= maxThinkTokens) {
      return force(sequence, FinishReason.FORCED_BY_BUDGET);
    }
    if (sequence.size() >= chainLimit) {
      return force(sequence, FinishReason.FORCED_BY_CONTEXT);
    }
    return CONTINUE;
  }

  /**
   * An answer spelled out: its score was read, unless {@code </think>} merged with what follows.
   */
  private Verdict answered(Sequence sequence) {
    Optional<Score> decision = sequence.decision();
    if (decision.isPresent()) {
      return new Verdict.Answered(decision.get());
    }
    int[] tokens = tokenizer.encode(sequence.promptWith(sequence.chain().throughEnd()));
    return replay(tokens, FinishReason.ANSWERED);
  }

  private Verdict force(Sequence sequence, FinishReason reason) {
    SegmentedText chain = sequence.chain().text();
    int[] tokens = forcedTokens(sequence, chain);
    int length = chain.length();
    while (tokens.length > limits.sequenceTokens() && length > 0) {
      // Tokenized anew, the chain has grown: drop sentences, at least a character, until it fits.
      length = Math.max(0, length - 1 - length / 16);
      chain = chain.substring(0, length);
      tokens = forcedTokens(sequence, chain);
    }
    return replay(tokens, reason);
  }

  private int[] forcedTokens(Sequence sequence, SegmentedText chain) {
    return tokenizer.encode(sequence.promptWith(ForcedAnswer.continuation(chain)));
  }

  private Verdict replay(int[] tokens, FinishReason reason) {
    if (tokens.length > limits.sequenceTokens()) {
      return new Verdict.Failed(
          "no room to force an answer: "
              + tokens.length
              + " tokens, context "
              + limits.sequenceTokens());
    }
    return new Verdict.Force(tokens, reason);
  }
}
