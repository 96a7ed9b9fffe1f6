package io.rank1.core.engine;

import io.rank1.core.engine.Generation.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sequences that have ended in a step, and whose owners are to be told after it. */
final class EndedSequences {

  private record Ended(Sequence sequence, End end, Optional<String> cause) {}

  private final StepMeter meter;
  private final List<Ended> ended = new ArrayList<>();

  EndedSequences(StepMeter meter) {
    this.meter = meter;
  }

  void add(Sequence sequence, End end) {
    ended.add(new Ended(sequence, end, Optional.empty()));
  }

  void add(Sequence sequence, End end, String cause) {
    ended.add(new Ended(sequence, end, Optional.of(cause)));
  }

  /**
   * Tells everyone who waits, even when telling one fails, for want of memory for instance.
   *
   * @throws Error the last one that telling met, when all others were told
   */
  void tellAll() {
    List<Ended> due = List.copyOf(ended);
    ended.clear();
    Error problem = null;
    for (Ended one : due) {
      try {
        meter.countEnd(one.end());
        one.sequence().complete(one.end(), one.cause());
      } catch (Error e) {
        one.sequence().future().completeExceptionally(e);
        problem = e;
      }
    }
    if (problem != null) {
      throw problem;
    }
  }
}
