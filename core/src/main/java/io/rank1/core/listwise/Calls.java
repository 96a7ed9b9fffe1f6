package io.rank1.core.listwise;

import io.rank1.core.engine.Generation;
import io.rank1.core.engine.GenerationRequest;
import io.rank1.core.engine.Service;
import io.rank1.core.engine.TokenEngine;
import io.rank1.core.failure.UnusableException;
import io.rank1.core.host.EngineHost;
import io.rank1.core.identity.Hash128;
import io.rank1.core.listwise.algorithm.Judgement;
import io.rank1.core.listwise.algorithm.ListAlgorithm;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes the calls of one method on one engine. Safe for use by several threads. */
final class Calls {

  private static final int[] NO_TOKENS = {};

  private final EngineHost host;
  private final ListMethod method;
  private final ListAlgorithm algorithm;
  private final Reading reading;
  private final ListFitter fitter;
  private final CallKeys keys;
  private final int[] identifiers; // none where texts are read
  private final int[] continuation; // none where there is none

  /**
   * A call with its prompt.
   *
   * @param program what decodes it; read once the engine is done with it
   */
  record Call(
      Hash128 key,
      List<Integer> shown,
      ListFitter.Fitted prompt,
      CallProgram program,
      GenerationRequest generation) {}

  /**
   * @throws UnusableException when vocabulary or context are no good for the method
   */
  Calls(EngineHost host, ListMethod method) {
    this.host = host;
    this.method = method;
    this.algorithm = method.algorithm();
    this.reading = method.reading();
    this.fitter = new ListFitter(method, host.tokenizer());
    this.keys = new CallKeys(method.recipe());
    if (reading instanceof Reading.IdentifierLogits logits) {
      this.continuation = NO_TOKENS;
      this.identifiers = requireLogits(logits);
    } else {
      Reading.Completion completion = (Reading.Completion) reading;
      this.identifiers = NO_TOKENS;
      this.continuation =
          completion
              .continuation()
              .map(more -> host.tokenizer().encodeContinuation(more.text()))
              .orElse(NO_TOKENS);
      requireRoom(completion, algorithm.longestList());
    }
  }

  private int[] requireLogits(Reading.IdentifierLogits logits) {
    int longest = algorithm.longestList();
    if (longest > Wanted.MOST_LOGITS) {
      throw new UnusableException(
          "a list of "
              + longest
              + " passages: logits are read of "
              + Wanted.MOST_LOGITS
              + " at most");
    }
    return logits.tokens().of(longest, host.tokenizer());
  }

  private int contextTokens() {
    int room = host.engine().limits().sequenceTokens();
    return Math.min(room, method.contextTokens().orElse(room));
  }

  /** The most tokens that a prompt may have beside an answer. */
  private int requireRoom(Reading.Completion completion, int shown) {
    int answer = mostTokens(completion, budget(completion, shown)) + continuation.length;
    int room = contextTokens() - answer;
    if (room < 1) {
      throw new UnusableException(
          "an answer of up to "
              + answer
              + " tokens leaves no room for a prompt in a context of "
              + contextTokens());
    }
    return room;
  }

  private Reading.Tokens budget(Reading.Completion completion, int shown) {
    return completion.budget().of(shown, host.tokenizer());
  }

  /** Tokens that the model may write. */
  private static int mostTokens(Reading.Completion completion, Reading.Tokens budget) {
    return budget.most()
        + completion.continuation().map(Reading.Continuation::mostTokens).orElse(0);
  }

  ListAlgorithm algorithm() {
    return algorithm;
  }

  /** What a call is known by. */
  Hash128 key(ListQuestion whole, List<Integer> shown) {
    return keys.key(whole, shown);
  }

  /** The question within the method's own limits. */
  ListQuestion cut(ListQuestion whole) {
    return host.whileOpen(() -> method.cut(whole, host.tokenizer()));
  }

  /**
   * Makes a call.
   *
   * @param key what it is known by
   * @param cut the request's question within the method's limits
   * @throws ListTooLongException when it does not fit the context
   * @throws io.rank1.core.prompt.UntokenizableException when a text cannot be tokenized
   */
  Call call(Hash128 key, ListRequest request, ListQuestion cut, List<Integer> shown) {
    return host.whileOpen(
        () ->
            reading instanceof Reading.Completion completion
                ? completion(completion, key, request, cut, shown)
                : logits(key, request, cut, shown));
  }

  private Call completion(
      Reading.Completion completion,
      Hash128 key,
      ListRequest request,
      ListQuestion cut,
      List<Integer> shown) {
    Reading.Tokens budget = budget(completion, shown.size());
    ListFitter.Fitted prompt = fitter.fit(cut, shown, requireRoom(completion, shown.size()));
    CallProgram program = new CompletionProgram(host.tokenizer(), completion, budget, continuation);
    Sampling sampling = CallKeys.sampling(completion.sampling(), key);
    int most = mostTokens(completion, budget);
    return new Call(key, shown, prompt, program, request(request, prompt, program, sampling, most));
  }

  private Call logits(Hash128 key, ListRequest request, ListQuestion cut, List<Integer> shown) {
    // The engine takes no prompt that fills the context.
    ListFitter.Fitted prompt = fitter.fit(cut, shown, contextTokens() - 1);
    CallProgram program = new LogitsProgram(Arrays.copyOf(identifiers, shown.size()));
    return new Call(
        key, shown, prompt, program, request(request, prompt, program, Sampling.GREEDY, 1));
  }

  private GenerationRequest request(
      ListRequest request,
      ListFitter.Fitted prompt,
      CallProgram program,
      Sampling sampling,
      int mostTokens) {
    return new GenerationRequest(
        prompt.tokens(),
        prompt.headTokens(),
        program,
        sampling,
        mostTokens,
        contextTokens(),
        new Service(request.priority(), "", Optional.empty()));
  }

  /** What an answer that is known says of its list. */
  Judgement judge(CallAnswer answer, List<Integer> shown) {
    return reading.judge(answer, shown.size());
  }

  /**
   * Hands a call to the engine.
   *
   * @throws io.rank1.core.failure.EngineStoppedException when the engine takes no more
   */
  TokenEngine.Handle submit(Call call) {
    return host.engine().submit(call.generation());
  }

  /** What became of a call that is done. */
  CallRecord record(Call call, ListRequest request, Generation generation) {
    CallProgram program = call.program();
    return new CallRecord(
        call.key(),
        request.id(),
        call.shown(),
        request.question().shown(call.shown()).stream().map(Candidate::id).toList(),
        program.answer(),
        reading.judge(program.answer(), call.shown().size()),
        program.end(),
        new TokenCounts(call.prompt().tokens().length, program.written(), program.forced()),
        call.prompt().share(),
        generation.timings());
  }
}
