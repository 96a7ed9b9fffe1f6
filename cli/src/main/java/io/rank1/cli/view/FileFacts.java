package io.rank1.cli.view;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a job's file tells beside its pairs.
 *
 * @param kind which file it is
 * @param models the models' names, in order
 * @param firstModels the names of those of a cascade's first pass, where they are others
 * @param runtimes what ran them, in order
 * @param torn the number of a last line that was left out, as it is not whole
 */
public record FileFacts(
    Kind kind,
    List<String> models,
    List<String> firstModels,
    List<String> runtimes,
    OptionalLong torn) {

  /** The files that hold reasoning. */
  public enum Kind {
    OUTPUT,
    JOURNAL
  }

  public FileFacts {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(torn, "torn");
    models = List.copyOf(models);
    firstModels = List.copyOf(firstModels);
    runtimes = List.copyOf(runtimes);
  }

  /** Gathers facts line by line. */
  static final class Builder {

    private final Set<String> models = new TreeSet<>();
    private final Set<String> firstModels = new TreeSet<>();
    private final Set<String> runtimes = new TreeSet<>();
    private Kind kind = Kind.OUTPUT;
    private long headers;
    private long pairs;
    private long calls;
    private OptionalLong torn = OptionalLong.empty();

    void add(ResultLine line) {
      if (line instanceof JournalHeader header) {
        kind = Kind.JOURNAL;
        headers++;
        addNames(header.model(), header.runtime());
      } else if (line instanceof PairLine pair) {
        pairs++;
        addNames(pair.model(), pair.runtime());
        pair.firstModel().ifPresent(firstModels::add);
      } else if (line instanceof CallLine) {
        calls++;
      }
    }

    private void addNames(Optional<String> model, Optional<String> runtime) {
      model.ifPresent(models::add);
      runtime.ifPresent(runtimes::add);
    }

    void torn(long number) {
      torn = OptionalLong.of(number);
    }

    /** Whether nothing was added yet. */
    boolean isEmpty() {
      return headers + pairs + calls == 0;
    }

    boolean isJournal() {
      return kind == Kind.JOURNAL;
    }

    long pairs() {
      return pairs;
    }

    FileFacts build() {
      return new FileFacts(
          kind, List.copyOf(models), List.copyOf(firstModels), List.copyOf(runtimes), torn);
    }
  }
}
