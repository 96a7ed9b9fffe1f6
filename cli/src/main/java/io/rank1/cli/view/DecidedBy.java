package io.rank1.cli.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The pass of a cascade whose score counts. */
public enum DecidedBy {
  /** The first, without reasoning. */
  DIRECT,
  /** The second, with reasoning. */
  THINKING;

  /** What outputs call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that outputs call so, if there is one. */
  static Optional<DecidedBy> of(String word) {
    return Arrays.stream(values()).filter(pass -> pass.word().equals(word)).findFirst();
  }
}
