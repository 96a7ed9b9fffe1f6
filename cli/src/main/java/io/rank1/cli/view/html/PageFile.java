package io.rank1.cli.view.html;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a page goes. It is written under a temporary name beside its own, and moved there when it
 * is whole.
 */
public final class PageFile {

  /** What to do with a file that is there. */
  public enum Existing {
    KEEP,
    REPLACE
  }

  private final Path file;

  private PageFile(Path file) {
    this.file = file;
  }

  /**
   * Checks a place, and touches nothing.
   *
   * @throws CommandException when a file is there and to be kept, or no file can be
   */
  public static PageFile at(Path file, Existing existing) {
    if (Files.isDirectory(file)) {
      throw CommandException.usage("cannot write " + file + ": it is a directory");
    }
    if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
      throw CommandException.usage("cannot write " + file + ": there is no such folder");
    }
    if (existing == Existing.KEEP && Files.exists(file)) {
      throw CommandException.usage(file + " is already there: remove it, or add --overwrite");
    }
    return new PageFile(file);
  }

  /**
   * Writes the page.
   *
   * @throws CommandException when it cannot be written; what was there before still is
   */
  public void write(HtmlPage page) {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      try (Writer out =
          new BufferedWriter(
              new OutputStreamWriter(Files.newOutputStream(temporary), StandardCharsets.UTF_8))) {
        page.write(out);
      } catch (IOException e) {
        remove(temporary, e);
        throw e;
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw CommandException.usage("cannot write " + file + ": " + IoProblem.describe(e));
    }
  }

  private static void remove(Path temporary, IOException problem) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      problem.addSuppressed(e);
    }
  }
}
