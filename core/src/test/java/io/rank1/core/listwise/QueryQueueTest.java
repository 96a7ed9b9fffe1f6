package io.rank1.core.listwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueryQueueTest {

  private static final EngineStoppedException CLOSED =
      new EngineStoppedException(EngineStoppedException.Reason.CLOSED, "closed");

  private final QueryQueue<String> queue = new QueryQueue<>(2, 3);

  @Test
  void someAreUnderWayAndOthersWaitInTheirTurn() {
    assertThat(queue.enter("a", 1)).isTrue();
    assertThat(queue.enter("b", 1)).isTrue();
    assertThat(queue.enter("c", 2)).isFalse();
    assertThat(queue.enter("d", 1)).isFalse();
    assertThat(queue.enter("e", 1)).isFalse();
    assertThatThrownBy(() -> queue.enter("f", 0)).isInstanceOf(OverloadedException.class);

    assertThat(queue.leave("b")).contains("d");
    assertThat(queue.leave("e")).isEmpty(); // it waited
    assertThat(queue.leave("d")).contains("c");
    assertThat(queue.leave("c")).isEmpty();
    assertThat(queue.leave("c")).isEmpty(); // leaving again does nothing
    assertThat(queue.leave("a")).isEmpty();
    assertThat(queue.enter("g", 1)).isTrue();
  }

  @Test
  void whoWaitsForRoomIsToldThatThereIsNone() throws Exception {
    for (String query : new String[] {"a", "b", "c", "d", "e"}) {
      queue.enter(query, 1);
    }
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return queue.enterWhenRoom("f", 1);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    Thread.sleep(5);
    queue.refuse(CLOSED);

    assertThatThrownBy(waiting::join).hasCause(CLOSED);
    assertThatThrownBy(() -> queue.enter("g", 1)).isSameAs(CLOSED);
    assertThat(queue.takeWaiting()).containsExactly("c", "d", "e");
  }

  @Test
  void oneWaitsForTheLast() throws InterruptedException {
    assertThat(queue.awaitNone(0)).isTrue();
    queue.enter("a", 1);
    assertThat(queue.awaitNone(1_000_000)).isFalse();
    Thread leaving = new Thread(() -> queue.leave("a"));
    leaving.start();
    assertThat(queue.awaitNone(Long.MAX_VALUE / 2)).isTrue();
  }
}
