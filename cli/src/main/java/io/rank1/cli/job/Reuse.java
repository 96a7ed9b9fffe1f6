package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.journal.JournalRecord;
import io.rank1.cli.journal.PastJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Takes results from journals of other jobs, as far as all that decides a score is the same. */
final class Reuse {

  private final List<Path> journals;

  Reuse(List<Path> journals) {
    this.journals = journals;
  }

  /**
   * Copies what is open and was scored there.
   *
   * @return how many results that are
   * @throws CommandException when a journal cannot be read
   */
  int take(JobPlan plan, JobResults results, JournalKeeper keeper) throws InterruptedException {
    int taken = 0;
    BitSet open = plan.open();
    for (Path path : journals) {
      try (PastJournal past = PastJournal.open(path)) {
        for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
          PlannedPair pair = plan.pair(i);
          Optional<JournalRecord> record = past.find(results.key(pair));
          if (record.isPresent() && keeper.append(record.get().at(pair.place())).isPresent()) {
            open.clear(i);
            taken++;
          }
        }
      } catch (IOException e) {
        throw CommandException.usage("cannot read " + path + ": " + IoProblem.describe(e));
      }
    }
    return taken;
  }
}
