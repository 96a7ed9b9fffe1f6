package io.rank1.core.engine;

import io.rank1.core.pair.Priority;
import java.util.Objects;
import java.util.Optional;

/**
 * How a request is served among others.
 *
 * @param priority waiting requests of a higher one go first
 * @param group requests of one group are served in their order; groups of one priority take turns
 * @param deadline when it has to be done
 */
public record Service(Priority priority, Object group, Optional<Deadline> deadline) {

  /** In order of arrival, without a deadline. */
  public static final Service DEFAULT = new Service(Priority.NORMAL, "", Optional.empty());

  public Service {
    Objects.requireNonNull(priority, "priority");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(deadline, "deadline");
  }
}
