package io.rank1.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import io.rank1.core.pair.Priority;
import io.rank1.core.runner.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads at the intake at the same moment, many times over. */
@Timeout(60)
class IntakeRaceTest {

  private static final int ROUNDS = 5_000;

  private static final EngineStoppedException CLOSED =
      new EngineStoppedException(EngineStoppedException.Reason.CLOSED, "closed");

  private static Sequence sequence(int round) {
    Optional<Deadline> deadline =
        round % 2 == 0 ? Optional.empty() : Optional.of(new Deadline(System.nanoTime() - 1));
    Service service = new Service(Priority.NORMAL, round % 3, deadline);
    DecodeProgram done = (rows, progress) -> new Action.Done();
    return new Sequence(
        new GenerationRequest(new int[] {1}, 0, done, Sampling.GREEDY, 1, 9, service));
  }

  /** What one thread does in a round. */
  private interface Move {
    void make() throws InterruptedException;
  }

  private static void together(CyclicBarrier barrier, Move first, Move second) throws Exception {
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              try {
                barrier.await();
                second.make();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    barrier.await();
    first.make();
    other.get();
  }

  @Test
  void onlyOneOfTwoTakesARequestOut() throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    for (int round = 0; round < ROUNDS; round++) {
      RequestQueue queue = new RequestQueue(2);
      Sequence sequence = sequence(round);
      AtomicInteger taken = new AtomicInteger();
      queue.offer(sequence);
      int way = round % 4;
      together(
          barrier,
          () -> taken.addAndGet(queue.remove(sequence) ? 1 : 0),
          () ->
              taken.addAndGet(
                  switch (way) {
                    case 0 -> queue.admit(sequence) ? 1 : 0;
                    case 1 -> queue.overdue(System.nanoTime()).size();
                    case 2 -> queue.clear().size();
                    default -> queue.remove(sequence) ? 1 : 0;
                  }));

      assertThat(taken.get()).as("way %d", way).isEqualTo(1);
      assertThat(queue.size()).isZero();
      assertThat(queue.first(9)).isEmpty();
    }
  }

  @Test
  void whatClosingFindsIsWhatWasTaken() throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    for (int round = 0; round < ROUNDS; round++) {
      RequestQueue queue = new RequestQueue(2);
      List<Sequence> offered = new ArrayList<>();
      List<Sequence> found = new ArrayList<>();
      boolean waits = round % 2 == 0;
      together(
          barrier,
          () -> {
            try {
              for (int i = 0; i < 4; i++) {
                Sequence sequence = sequence(i);
                if (waits) {
                  queue.put(sequence);
                } else {
                  queue.offer(sequence);
                }
                offered.add(sequence);
              }
            } catch (EngineStoppedException | OverloadedException e) {
              assertThat(offered).hasSizeLessThanOrEqualTo(2);
            }
          },
          () -> {
            queue.close(CLOSED);
            found.addAll(queue.clear());
          });

      assertThat(found).containsExactlyInAnyOrderElementsOf(offered);
      assertThat(queue.size()).isZero();
    }
  }

  @Test
  void oneSlotThatIsFreedWakesOneThatWaits() throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    for (int round = 0; round < ROUNDS; round++) {
      RequestQueue queue = new RequestQueue(1);
      Sequence first = sequence(0);
      Sequence second = sequence(1);
      queue.offer(first);
      together(barrier, () -> queue.put(second), () -> assertThat(queue.remove(first)).isTrue());

      assertThat(queue.first(9)).containsExactly(second);
    }
  }
}
