package io.rank1.models.convert;

import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint that cannot be converted. The message is one line: file, what is wrong. */
public final class ConvertException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param path the file or folder
   * @param rule what is wrong with it
   */
  public ConvertException(Path path, String rule) {
    super(PlainText.line(path + ": " + rule));
  }
}
