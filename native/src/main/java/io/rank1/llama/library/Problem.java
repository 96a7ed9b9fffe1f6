package io.rank1.llama.library;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Errors of input and output in words. */
public final class Problem {

  private Problem() {}

  /** What went wrong, and with which file if the error says so. */
  public static String of(IOException problem) {
    if (problem instanceof FileSystemException file) {
      return file.getFile() + ": " + reason(file);
    }
    return String.valueOf(problem.getMessage());
  }

  private static String reason(FileSystemException problem) {
    if (problem instanceof NoSuchFileException) {
      return "no such file";
    }
    if (problem instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (problem instanceof FileAlreadyExistsException) {
      return "already there";
    }
    return problem.getReason() == null ? problem.getClass().getSimpleName() : problem.getReason();
  }
}
