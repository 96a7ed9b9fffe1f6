package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.journal.PastJournal;
import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * Copies what is open and was scored there, in whichever pass, until told to stop.
   *
   * @throws CommandException when a journal or the input cannot be read
   */
  void take(JobInput input, JobIdentity identity, List<JobPass> passes, JournalKeeper keeper)
      throws InterruptedException {
    for (Path path : journals) {
      try {
        // What our own file has is known.
        if (!Files.isSameFile(path, keeper.journal().path())) {
          take(path, input, identity, passes, keeper);
        }
      } catch (IOException e) {
        throw CommandException.usage("cannot read " + path + ": " + IoProblem.describe(e));
      } catch (InputException e) {
        throw CommandException.usage(e.getMessage());
      }
    }
  }

  private void take(
      Path path, JobInput input, JobIdentity identity, List<JobPass> passes, JournalKeeper keeper)
      throws IOException, InputException, InterruptedException {
    List<Found> found = passes.stream().map(Found::new).toList();
    try (PastJournal past =
        PastJournal.open(path, (key, entry) -> found.forEach(one -> one.add(key, entry)))) {
      List<Recipe> there =
          past.identity().map(JobIdentity::passes).orElse(List.of()).stream()
              .map(JobIdentity::recipe)
              .toList();
      List<Found> same =
          found.stream()
              .filter(one -> there.contains(one.pass.results().identity().recipe()))
              .toList();
      if (same.isEmpty()) {
        List<String> differences =
            past.identity().map(identity::differences).orElse(List.of("it is empty"));
        notices.accept("nothing is taken from " + path + ": " + String.join("; ", differences));
        return;
      }
      int taken = 0;
      for (Found one : same) {
        taken += one.take(past, input, keeper);
      }
      notices.accept(taken + " results are taken from " + path);
    }
  }

  /** What a journal has of one pass. */
  private final class Found {

    private final JobPass pass;
    private final long[] offsets; // of the records to take; 0 for none

    Found(JobPass pass) {
      this.pass = pass;
      this.offsets = new long[pass.plan().size()];
    }

    /** Of several records with one key the last counts, if it has a score. */
    void add(Hash128 key, JournalEntry entry) {
      int first = pass.plan().first(key);
      if (first >= 0) {
        offsets[first] = entry.relevance().isPresent() ? entry.offset() : 0;
      }
    }

    int take(PastJournal past, JobInput input, JournalKeeper keeper)
        throws InputException, InterruptedException {
      int taken = 0;
      try (JobInput.Places places = input.places()) {
        for (int i = 0; i < offsets.length && !stop.isMade(); i++) {
          PairPlace place = places.next().orElseThrow(PairFlow::changed);
          if (offsets[i] > 0 && pass.results().find(i).isEmpty()) {
            Optional<JournalEntry> entry = keeper.append(past.read(offsets[i]).at(place));
            if (entry.isPresent()) {
              pass.results().note(i, entry.get());
              taken++;
            }
          }
        }
      }
      return taken;
    }
  }
}
