package io.rank1.cli.view;

import java.util.Objects;
import java.util.Optional;

/**
 * A line of a journal that tells of the job and not of a pair.
 *
 * @param model the model's name
 * @param runtime what runs it
 */
record JournalHeader(Optional<String> model, Optional<String> runtime) implements ResultLine {

  JournalHeader {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(runtime, "runtime");
  }
}
