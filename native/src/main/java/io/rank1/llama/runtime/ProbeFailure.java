package io.rank1.llama.runtime;

import java.util.Objects;

/**
 * Why a trial of a llama.cpp did not come out well.
 *
 * @param kind whether it is llama.cpp that failed, or the trial
 * @param words what went wrong, in one line
 */
public record ProbeFailure(Kind kind, String words) {

  /** What failed. */
  public enum Kind {
    /** It was loaded or began to be, and cannot be used. */
    UNUSABLE,
    /** It works, and only a newer one knows what the model is. */
    TOO_OLD,
    /** The process for it did not begin or had a fault of its own, so that nothing is known. */
    NOT_TRIED
  }

  public ProbeFailure {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(words, "words");
  }
}
