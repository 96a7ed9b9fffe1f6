package io.rank1.cli.view;

import io.rank1.cli.journal.Finish;
import io.rank1.core.cascade.Pass;
import io.rank1.core.pair.FinishReason;
import java.util.Optional;

/**
 * How two records of one pair in a cascade's journal make one, in either order: that of the second
 * pass counts, and keeps what the first says. Of two records of one pass the later one counts.
 *
 * <p>The finish reason tells the passes apart, but for records without a score: one behind a score
 * of the first pass is of the second, since a pair is not computed again once it has a score, and
 * any other is of the first, since what fails there is not thought about.
 */
final class PassJoin {

  private static final Finish DIRECT = Finish.of(FinishReason.DIRECT);

  private PassJoin() {}

  /** A record as its journal has it, before it is joined to any other. */
  static Passes alone(Standing record) {
    boolean direct = record.finish().filter(DIRECT::equals).isPresent();
    return direct || record.relevance().isEmpty()
        ? new Passes(Pass.DIRECT, record.relevance())
        : new Passes(Pass.THINKING, Optional.empty());
  }

  static Standing join(Standing earlier, Standing later) {
    if (earlier.passes().isEmpty() || later.passes().isEmpty()) {
      return later;
    }
    if (isOfSecond(earlier, later)) {
      return later.with(new Passes(Pass.THINKING, earlier.firstPass()));
    }
    return isThought(earlier) ? earlier.with(new Passes(Pass.THINKING, later.firstPass())) : later;
  }

  static PairLine join(PairLine earlier, PairLine later) {
    PairLine counting = counts(earlier.standing(), later.standing()) ? later : earlier;
    return counting.with(join(earlier.standing(), later.standing()));
  }

  /** Whether the later record is the one whose score counts. */
  private static boolean counts(Standing earlier, Standing later) {
    return isOfSecond(earlier, later) || !isThought(earlier);
  }

  private static boolean isOfSecond(Standing earlier, Standing later) {
    return isThought(later) || later.relevance().isEmpty() && earlier.firstPass().isPresent();
  }

  private static boolean isThought(Standing standing) {
    return standing.decidedBy().filter(Pass.THINKING::equals).isPresent();
  }
}
