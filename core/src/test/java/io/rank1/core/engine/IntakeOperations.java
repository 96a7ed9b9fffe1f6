package io.rank1.core.engine;

import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.pair.Priority;
import io.rank1.core.runner.Sampling;
import java.util.List;
import java.util.Optional;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ParameterGenerator;
import org.jetbrains.lincheck.datastructures.RandomProvider;

/**
 * The operations of a {@link RequestQueue} that Lincheck mixes, on requests with numbers. What
 * waits for others (put on a full queue, and for work on an empty one) is left out, since Lincheck
 * takes an operation that never comes back for a fault. Public for Lincheck.
 */
@Param(name = "new", gen = IntakeOperations.EachOnce.class)
@Param(name = "any", gen = IntGen.class, conf = "0:4")
@Param(name = "most", gen = IntGen.class, conf = "1:4")
public class IntakeOperations {

  static final int LIMIT = 4;

  /** The first requests, which wait from the beginning. */
  static final int WAITING = 3;

  /** More than there are operations in a scenario. */
  private static final int REQUESTS = 24;

  private static final EngineStoppedException CLOSED =
      new EngineStoppedException(EngineStoppedException.Reason.CLOSED, "closed");

  private final RequestQueue queue = new RequestQueue(LIMIT);
  private final Sequence[] requests = new Sequence[REQUESTS];

  public IntakeOperations() {
    for (int request = 0; request < REQUESTS; request++) {
      requests[request] = sequence(request);
    }
    for (int request = 0; request < WAITING; request++) {
      queue.offer(requests[request]);
    }
  }

  /** Numbers that are given once in a scenario: a request is offered once in its life. */
  public static final class EachOnce implements ParameterGenerator<Integer> {

    private int next = WAITING;

    public EachOnce(RandomProvider random, String configuration) {}

    @Override
    public Integer generate() {
      next = next + 1 < REQUESTS ? next + 1 : WAITING; // scenarios go on where the last one ended
      return next;
    }
  }

  static Priority priority(int request) {
    return Priority.values()[request % 2];
  }

  static int group(int request) {
    return request / 2 % 2;
  }

  static boolean hasDeadline(int request) {
    return request % 3 != 0;
  }

  /** Some are equal. */
  static long deadline(int request) {
    return 3 - request % 4;
  }

  private static Sequence sequence(int request) {
    Optional<Deadline> deadline =
        hasDeadline(request) ? Optional.of(new Deadline(deadline(request))) : Optional.empty();
    Service service = new Service(priority(request), group(request), deadline);
    DecodeProgram done = (rows, progress) -> new Action.Done();
    return new Sequence(
        new GenerationRequest(new int[] {request}, 0, done, Sampling.GREEDY, 1, 9, service));
  }

  private static List<Integer> numbers(List<Sequence> sequences) {
    return sequences.stream().map(sequence -> sequence.request().tokens()[0]).toList();
  }

  @Operation
  public void offer(@Param(name = "new") int request) {
    queue.offer(requests[request]);
  }

  @Operation
  public boolean remove(@Param(name = "any") int request) {
    return queue.remove(requests[request]);
  }

  @Operation
  public boolean admit(@Param(name = "any") int request) {
    return queue.admit(requests[request]);
  }

  @Operation
  public List<Integer> first(@Param(name = "most") int most) {
    return numbers(queue.first(most));
  }

  @Operation
  public List<Integer> overdue(@Param(name = "most") int now) {
    return numbers(queue.overdue(now));
  }

  @Operation
  public int size() {
    return queue.size();
  }

  @Operation(runOnce = true)
  public void drain() {
    queue.drain(CLOSED);
  }

  @Operation(runOnce = true)
  public void close() {
    queue.close(CLOSED);
  }

  @Operation
  public boolean awaitWork() throws InterruptedException {
    return queue.awaitWork(false);
  }

  @Operation(runOnce = true)
  public List<Integer> clear() {
    return numbers(queue.clear());
  }
}
