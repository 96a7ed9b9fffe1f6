package io.rank1.core;

import io.rank1.core.engine.Generation;
import io.rank1.core.failure.DeadlineExceededException;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.EngineStoppedException.Reason;
import io.rank1.core.failure.PairFailedException;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.prompt.FittedPrompt;
import java.util.Optional;

/**
 * A pair between its way into the engine and its end.
 *
 * @param program what decodes it; read once the engine is done with it
 */
record PairUnderWay(RerankRequest request, FittedPrompt prompt, PairProgram program) {

  /** What became of it. */
  PairOutcome outcome(Generation generation) {
    String cause = generation.cause().orElse("");
    return switch (generation.end()) {
      case DONE ->
          PairOutcome.scored(request, result(generation, program.finish(), Optional.empty()));
      case FAILED ->
          PairOutcome.failed(
              request,
              new PairFailedException(result(generation, FinishReason.FAILED, Optional.of(cause))));
      case OVERDUE -> PairOutcome.failed(request, new DeadlineExceededException(cause));
      case CLOSED -> PairOutcome.failed(request, new EngineStoppedException(Reason.CLOSED, cause));
      case BROKEN -> PairOutcome.failed(request, new EngineStoppedException(Reason.BROKEN, cause));
      case CANCELLED -> new PairOutcome(request, Optional.empty(), Optional.empty());
    };
  }

  private RerankResult result(
      Generation generation, FinishReason finish, Optional<String> failure) {
    return new RerankResult(
        finish,
        failure.isPresent() ? Optional.empty() : Optional.of(program.score()),
        failure,
        program.reasoning(),
        new TokenCounts(prompt.tokens().length, program.completionTokens(), generation.replayed()),
        prompt.truncation(),
        generation.timings());
  }
}
