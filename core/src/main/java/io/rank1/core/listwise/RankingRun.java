package io.rank1.core.listwise;

import io.rank1.core.engine.Generation;
import io.rank1.core.engine.TokenEngine;
import io.rank1.core.failure.DeadlineExceededException;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.EngineStoppedException.Reason;
import io.rank1.core.failure.RankingFailedException;
import io.rank1.core.host.Callbacks;
import io.rank1.core.host.Listeners;
import io.rank1.core.identity.Hash128;
import io.rank1.core.listwise.algorithm.Judgement;
import io.rank1.core.listwise.algorithm.ListOrder;
import io.rank1.core.listwise.algorithm.Replay;
import io.rank1.core.prompt.UntokenizableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One query on its way: asks what its algorithm wants to know next, as often as something new is
 * known. Nothing waits on a thread for that, and nothing that takes long happens on the engine's.
 */
final class RankingRun {

  private final ListRequest request;
  private final KnownCalls known;
  private final Calls calls;
  private final Callbacks callbacks;
  private final Listeners<ListListener> listeners;
  private final CompletableFuture<ListRanking> future = new CompletableFuture<>();
  private final Replay replay; // guarded by itself, as all below
  private final Set<List<Integer>> asked = new HashSet<>();
  private final List<TokenEngine.Handle> handles = new ArrayList<>();
  private int judged;
  private int computed; // of those
  private Optional<ListQuestion> cut = Optional.empty();

  RankingRun(
      ListRequest request,
      KnownCalls known,
      Calls calls,
      Callbacks callbacks,
      Listeners<ListListener> listeners) {
    this.request = request;
    this.known = known;
    this.calls = calls;
    this.callbacks = callbacks;
    this.listeners = listeners;
    this.replay = new Replay(calls.algorithm(), request.question().candidates().size());
    future.whenComplete((ranking, error) -> cancelCalls()); // of use when it was cancelled
  }

  CompletableFuture<ListRanking> future() {
    return future;
  }

  /** How many calls are answered. */
  int judged() {
    synchronized (replay) {
      return judged;
    }
  }

  /** Asks whatever can be asked now. Never throws: what goes wrong, the future fails with. */
  void advance() {
    try {
      while (!future.isDone()) {
        Optional<List<Integer>> next = next();
        if (next.isEmpty()) {
          break;
        }
        ask(next.get());
      }
      result().ifPresent(this::complete);
    } catch (ListTooLongException | UntokenizableException e) {
      fail(new RankingFailedException(e.getMessage(), e));
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** A list to be asked about, which is from now on nobody else's to ask about. */
  private Optional<List<Integer>> next() {
    synchronized (replay) {
      Optional<List<Integer>> next =
          replay.next().stream().filter(list -> !asked.contains(list)).findFirst();
      next.ifPresent(asked::add);
      return next;
    }
  }

  private Optional<ListOrder> result() {
    synchronized (replay) {
      return replay.result();
    }
  }

  private void ask(List<Integer> shown) {
    Hash128 key = calls.key(request.question(), shown);
    Optional<CallAnswer> answer = known.find(key);
    if (answer.isPresent()) {
      judged(shown, calls.judge(answer.get(), shown), false);
      return;
    }
    Calls.Call call = calls.call(key, request, cutQuestion(), shown);
    TokenEngine.Handle handle = calls.submit(call);
    synchronized (replay) {
      handles.removeIf(earlier -> earlier.future().isDone());
      handles.add(handle);
    }
    if (future.isDone()) {
      cancelCalls();
    }
    handle.future().thenAccept(generation -> callbacks.work(() -> ended(call, generation)));
  }

  private ListQuestion cutQuestion() {
    synchronized (replay) {
      if (cut.isEmpty()) {
        cut = Optional.of(calls.cut(request.question()));
      }
      return cut.get();
    }
  }

  private void ended(Calls.Call call, Generation generation) {
    String cause = generation.cause().orElse("");
    try {
      switch (generation.end()) {
        case DONE -> {
          CallRecord record = calls.record(call, request, generation);
          listeners.tell(listener -> listener.answered(record));
          judged(record.shown(), record.judgement(), true);
          advance();
        }
        case FAILED -> fail(new RankingFailedException(failed(call, cause)));
        case CLOSED -> fail(new EngineStoppedException(Reason.CLOSED, cause));
        case BROKEN -> fail(new EngineStoppedException(Reason.BROKEN, cause));
        case OVERDUE -> fail(new DeadlineExceededException(cause));
        case CANCELLED -> {} // by this: the future is done, or is about to fail with its reason
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private static String failed(Calls.Call call, String cause) {
    return "the model failed on a list of " + call.shown().size() + " passages: " + cause;
  }

  private void judged(List<Integer> shown, Judgement judgement, boolean isComputed) {
    synchronized (replay) {
      judged++;
      computed += isComputed ? 1 : 0;
      replay.judged(shown, judgement);
    }
  }

  private void complete(ListOrder order) {
    ListRanking ranking;
    synchronized (replay) {
      ranking = ListRanking.of(request.question(), order, computed);
    }
    callbacks.complete(() -> future.complete(ranking));
  }

  /** Cancels what is unfinished, and has the future fail unless it is done. */
  void fail(Throwable failure) {
    cancelCalls();
    callbacks.complete(() -> future.completeExceptionally(failure));
  }

  private void cancelCalls() {
    List<TokenEngine.Handle> all;
    synchronized (replay) {
      all = List.copyOf(handles);
      handles.clear();
    }
    for (TokenEngine.Handle handle : all) {
      if (!handle.future().isDone()) {
        handle.cancel();
      }
    }
  }
}
