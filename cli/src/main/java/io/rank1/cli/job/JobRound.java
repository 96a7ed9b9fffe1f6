package io.rank1.cli.job;

import java.util.Objects;
import java.util.Optional;

/**
 * A part of a job's work, which is done before the next one begins.
 *
 * @param name what it is called where there are several
 * @param pass what is open in it is to be scored
 * @param counts what it has done and has to do
 */
record JobRound(Optional<String> name, JobPass pass, JobCounts counts) {

  JobRound {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(pass, "pass");
    Objects.requireNonNull(counts, "counts");
  }
}
