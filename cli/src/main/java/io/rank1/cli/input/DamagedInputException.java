package io.rank1.cli.input;

import java.io.IOException;

/** Packed input that cannot be unpacked to its end. */
public final class DamagedInputException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedInputException(String message, IOException cause) {
    super(message, cause);
  }
}
