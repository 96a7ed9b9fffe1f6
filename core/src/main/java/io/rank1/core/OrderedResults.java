package io.rank1.core;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Results in the order of their requests, with a bounded number of requests under way. */
final class OrderedResults implements Iterator<RerankResult> {

  private final Iterator<RerankRequest> requests;
  private final Function<RerankRequest, CompletableFuture<RerankResult>> submit;
  private final int lookAhead;
  private final Deque<CompletableFuture<RerankResult>> underWay = new ArrayDeque<>();

  OrderedResults(
      Iterator<RerankRequest> requests,
      Function<RerankRequest, CompletableFuture<RerankResult>> submit,
      int lookAhead) {
    this.requests = requests;
    this.submit = submit;
    this.lookAhead = lookAhead;
  }

  @Override
  public boolean hasNext() {
    while (underWay.size() < lookAhead && requests.hasNext()) {
      underWay.addLast(submit.apply(requests.next()));
    }
    return !underWay.isEmpty();
  }

  @Override
  public RerankResult next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return underWay.removeFirst().join();
  }

  void cancel() {
    underWay.forEach(future -> future.cancel(false));
    underWay.clear();
  }
}
