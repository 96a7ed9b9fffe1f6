package io.rank1.core.gguf;

import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that is not a GGUF file this reader accepts. The message is one line: file, rule, values.
 */
public final class GgufException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param path the file
   * @param rule the rule that the file breaks, with the values that break it
   */
  public GgufException(Path path, String rule) {
    super(PlainText.line(path + ": " + rule));
  }
}
