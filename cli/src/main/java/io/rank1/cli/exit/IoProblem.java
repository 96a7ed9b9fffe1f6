package io.rank1.cli.exit;

import io.rank1.core.text.PlainText;
import io.rank1.models.gguf.GgufWriteException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Input and output errors in words that do not repeat the file's name. */
public final class IoProblem {

  private IoProblem() {}

  /** What went wrong, in one line. */
  public static String describe(IOException problem) {
    if (problem instanceof NoSuchFileException) {
      return "no such file";
    }
    if (problem instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (problem instanceof FileSystemLoopException) {
      return "its links lead in a circle";
    }
    if (problem instanceof GgufWriteException writing) {
      return describe(writing.getCause());
    }
    String words =
        problem instanceof FileSystemException file ? file.getReason() : problem.getMessage();
    return PlainText.line(words == null ? problem.getClass().getSimpleName() : words);
  }
}
