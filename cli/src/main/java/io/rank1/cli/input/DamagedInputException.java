package io.rank1.cli.input;

import java.io.IOException;
import java.util.Locale;

/** Packed input that cannot be unpacked to its end. */
public final class DamagedInputException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param packing how it is packed
   * @param problem what is wrong
   * @param position how many packed bytes come before
   */
  DamagedInputException(String packing, String problem, long position) {
    super(
        String.format(
            Locale.ROOT, "damaged %s: %s (after %d packed bytes)", packing, problem, position));
  }
}
