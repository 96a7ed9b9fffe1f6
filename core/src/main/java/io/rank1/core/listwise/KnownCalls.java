package io.rank1.core.listwise;

import io.rank1.core.identity.Hash128;
import java.util.Optional;

/** Answers from before: a journal of calls, for one. Safe for use by several threads. */
@FunctionalInterface
public interface KnownCalls {

  /** Nothing is known. */
  KnownCalls NONE = key -> Optional.empty();

  /** The answer to a call, by {@link CallRecord#key}. */
  Optional<CallAnswer> find(Hash128 key);
}
