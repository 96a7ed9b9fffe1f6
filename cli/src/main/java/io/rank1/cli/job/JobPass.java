package io.rank1.cli.job;

import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.scoring.Scorer;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.prompt.FittedPrompt;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * One way in which pairs of a job are scored. A job has one, or two in a cascade.
 *
 * @param plan the pairs, by the keys that their results have in this pass
 * @param results what is known of them in this pass
 * @param scorer the model
 * @param request what is asked of the model for a pair
 */
record JobPass(
    JobPlan plan, JobResults results, Scorer scorer, UnaryOperator<RerankRequest> request) {

  JobPass {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(scorer, "scorer");
    Objects.requireNonNull(request, "request");
  }

  /** Pairs that are thought about as the scorer's options say. */
  static JobPass thinking(JobPlan pairs, Scorer scorer, Thinking thinking) {
    return of(pairs, scorer, thinking, UnaryOperator.identity());
  }

  /** Pairs that are not thought about, whatever the scorer's options say. */
  static JobPass direct(JobPlan pairs, Scorer scorer) {
    return of(pairs, scorer, Thinking.DIRECT, RerankRequest::direct);
  }

  private static JobPass of(
      JobPlan pairs, Scorer scorer, Thinking thinking, UnaryOperator<RerankRequest> request) {
    JobIdentity identity = new JobIdentity(scorer.model(), scorer.identity(thinking));
    JobPlan keyed = pairs.keyedBy(identity);
    return new JobPass(keyed, new JobResults(keyed, identity), scorer, request);
  }

  CompletableFuture<RerankResult> submit(RerankRequest pair) {
    return scorer.submit(request.apply(pair));
  }

  /** The prompt of a pair as it would be run; as {@link Scorer#fit}. */
  FittedPrompt fit(RerankRequest pair) {
    return scorer.fit(request.apply(pair));
  }

  /** Opens what has no result. */
  void openWhatIsMissing() {
    plan.openUnless(first -> results.find(first).isPresent());
  }
}
