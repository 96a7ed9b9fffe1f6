package io.rank1.models.gguf;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The file to write could not be: no room, no right, or another process at it. The cause says
 * which; sources that fail throw exceptions of their own.
 */
public final class GgufWriteException extends IOException {
  private static final long serialVersionUID = 1L;

  GgufWriteException(Path out, IOException cause) {
    super("cannot write " + out + ": " + cause.getMessage(), cause);
  }

  @Override
  public synchronized IOException getCause() {
    return (IOException) super.getCause();
  }
}
