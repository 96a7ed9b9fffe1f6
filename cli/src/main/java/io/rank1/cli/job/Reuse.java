package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.journal.JournalRecord;
import io.rank1.cli.journal.PastJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes results from journals of other jobs, as far as all that decides a score is the same. */
final class Reuse {

  private final List<Path> journals;
  private final StopRequest stop;
  private final Consumer<String> notices;

  Reuse(List<Path> journals, StopRequest stop, Consumer<String> notices) {
    this.journals = journals;
    this.stop = stop;
    this.notices = notices;
  }

  /**
   * Copies what is open and was scored there, until told to stop.
   *
   * @throws CommandException when a journal cannot be read
   */
  void take(JobPlan plan, JobResults results, JournalKeeper keeper) throws InterruptedException {
    BitSet open = plan.open();
    for (Path path : journals) {
      try {
        // What our own file has is known.
        if (!Files.isSameFile(path, results.journal().path())) {
          take(path, plan, open, results, keeper);
        }
      } catch (IOException e) {
        throw CommandException.usage("cannot read " + path + ": " + IoProblem.describe(e));
      }
    }
  }

  private void take(Path path, JobPlan plan, BitSet open, JobResults results, JournalKeeper keeper)
      throws IOException, InterruptedException {
    try (PastJournal past = PastJournal.open(path)) {
      List<String> differences =
          past.identity().map(results.identity()::differences).orElse(List.of("it is empty"));
      if (!differences.isEmpty()) {
        notices.accept("nothing is taken from " + path + ": " + String.join("; ", differences));
        return;
      }
      int taken = 0;
      for (int i = open.nextSetBit(0); i >= 0 && !stop.isMade(); i = open.nextSetBit(i + 1)) {
        PlannedPair pair = plan.pair(i);
        Optional<JournalRecord> record = past.find(results.key(pair));
        if (record.isPresent() && keeper.append(record.get().at(pair.place())).isPresent()) {
          open.clear(i);
          taken++;
        }
      }
      notices.accept(taken + " results are taken from " + path);
    }
  }
}
