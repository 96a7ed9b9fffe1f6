package io.rank1.models.safetensors;

import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that is not a safetensors file or index this reader accepts. The message is one line:
 * file, rule, values.
 */
public final class SafetensorsException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param path the file
   * @param rule the rule that the file breaks, with the values that break it
   */
  public SafetensorsException(Path path, String rule) {
    super(PlainText.line(path + ": " + rule));
  }
}
