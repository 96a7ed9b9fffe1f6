package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.journal.PastJournal;
import io.rank1.core.identity.Hash128;
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
   * @throws CommandException when a journal or the input cannot be read
   */
  void take(JobInput input, JobPlan plan, JobResults results, JournalKeeper keeper)
      throws InterruptedException {
    BitSet open = plan.open();
    for (Path path : journals) {
      try {
        // What our own file has is known.
        if (!Files.isSameFile(path, results.journal().path())) {
          take(path, input, plan, open, results, keeper);
        }
      } catch (IOException e) {
        throw CommandException.usage("cannot read " + path + ": " + IoProblem.describe(e));
      } catch (InputException e) {
        throw CommandException.usage(e.getMessage());
      }
    }
  }

  private void take(
      Path path,
      JobInput input,
      JobPlan plan,
      BitSet open,
      JobResults results,
      JournalKeeper keeper)
      throws IOException, InputException, InterruptedException {
    long[] offsets = new long[plan.size()]; // of the records to take; 0 for none
    try (PastJournal past =
            PastJournal.open(path, (key, entry) -> find(plan, key, entry, offsets));
        JobInput.Places places = input.places()) {
      List<String> differences =
          past.identity().map(results.identity()::differences).orElse(List.of("it is empty"));
      if (!differences.isEmpty()) {
        notices.accept("nothing is taken from " + path + ": " + String.join("; ", differences));
        return;
      }
      int taken = 0;
      for (int i = 0; i < open.length() && !stop.isMade(); i++) {
        PairPlace place = places.next().orElseThrow(PairFlow::changed);
        if (open.get(i) && offsets[i] > 0) {
          Optional<JournalEntry> entry = keeper.append(past.read(offsets[i]).at(place));
          if (entry.isPresent()) {
            results.note(i, entry.get());
            open.clear(i);
            taken++;
          }
        }
      }
      notices.accept(taken + " results are taken from " + path);
    }
  }

  /** Of several records with one key the last counts, if it has a score. */
  private static void find(JobPlan plan, Hash128 key, JournalEntry entry, long[] offsets) {
    int first = plan.first(key);
    if (first >= 0) {
      offsets[first] = entry.relevance().isPresent() ? entry.offset() : 0;
    }
  }
}
