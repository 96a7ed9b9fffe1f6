package io.rank1.core.engine;

import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * What several threads at the intake see is what one after another would, in some order. The system
 * property {@code rank1.lincheck.invocations} says how often each scenario is tried.
 */
class RequestQueueLincheckTest {

  /** Lincheck's threads wait for each other busily, which takes long on a machine that is busy. */
  private static final int INVOCATIONS = Integer.getInteger("rank1.lincheck.invocations", 250);

  @Test
  void isLinearizableUnderStress() {
    new StressOptions()
        .iterations(12)
        .invocationsPerIteration(INVOCATIONS)
        .threads(2)
        .actorsPerThread(6)
        .actorsBefore(1)
        .actorsAfter(2)
        .sequentialSpecification(SequentialQueue.class)
        .check(IntakeOperations.class);
  }
}
