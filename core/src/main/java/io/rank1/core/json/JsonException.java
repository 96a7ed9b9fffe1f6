package io.rank1.core.json;

import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.nio.file.Path;

/** A JSON file that is none, or holds something else than was expected. The message is one line. */
public final class JsonException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param path the file
   * @param rule the rule that the file breaks
   */
  public JsonException(Path path, String rule) {
    super(PlainText.line(path + ": " + rule));
  }
}
