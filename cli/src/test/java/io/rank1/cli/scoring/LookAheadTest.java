package io.rank1.cli.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.RerankRequest;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LookAheadTest {

  private final Semaphore entered = new Semaphore(0);
  private Thread thread;

  private static RerankRequest pair(int length) {
    return new RerankRequest("q", "x".repeat(length));
  }

  /** Lets equal pairs in until there is no room. */
  private void enter(LookAhead ahead, RerankRequest request) {
    thread =
        new Thread(
            () -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  ahead.enter(request);
                  entered.release();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the end
              }
            });
    thread.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void requireEntered(int pairs) throws InterruptedException {
    assertThat(entered.tryAcquire(pairs, 10, TimeUnit.SECONDS)).isTrue();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    assertThat(entered.availablePermits()).isZero();
  }

  @Test
  void shortPairsAreCounted() throws Exception {
    LookAhead ahead = new LookAhead(70, 2);
    enter(ahead, pair(100));
    requireEntered(70);
    ahead.leave(pair(100));
    requireEntered(1);
  }

  @Test
  void longPairsAreMeasured() throws Exception {
    RerankRequest quarter = pair((int) LookAhead.CHARACTERS / 4);
    LookAhead ahead = new LookAhead(70, 2);
    enter(ahead, quarter);
    requireEntered(4);
    ahead.leave(quarter);
    requireEntered(1);
  }

  @Test
  void everySlotGetsAPairHoweverLong() throws Exception {
    enter(new LookAhead(70, 3), pair((int) LookAhead.CHARACTERS + 1));
    requireEntered(3);
  }

  @Test
  void nothingWaitsOnceItIsOpen() throws Exception {
    LookAhead ahead = new LookAhead(1, 1);
    enter(ahead, pair(10));
    requireEntered(1);
    ahead.open();
    assertThat(entered.tryAcquire(50, 10, TimeUnit.SECONDS)).isTrue();
  }
}
