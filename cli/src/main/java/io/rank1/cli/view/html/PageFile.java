package io.rank1.cli.view.html;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.output.NewFile;
import io.rank1.cli.output.OutputPacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a page goes, when it is whole. */
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
   * @throws CommandException when a file is there and to be kept, no file can be, or its name says
   *     that it is packed
   */
  public static PageFile at(Path file, Existing existing) {
    OutputPacking.requireNone(file, "a page");
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
  public void write(Page page) {
    try (NewFile fresh = NewFile.create(file, OutputPacking.NONE)) {
      page.write(fresh.writer());
      fresh.complete();
    } catch (IOException e) {
      throw CommandException.usage("cannot write " + file + ": " + IoProblem.describe(e));
    }
  }
}
