package io.rank1.cli.results;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.PairIds;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.NewFile;
import io.rank1.cli.output.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files of a job, which appear when it is complete. */
public final class Outputs {

  private final List<OutputFile> files;
  private final String tag;

  /**
   * @param files at least one, none twice
   * @param tag the last column of runs; one word
   * @throws CommandException when a file is named twice or the tag is not one word
   */
  public Outputs(List<OutputFile> files, String tag) {
    this.files = List.copyOf(files);
    this.tag = tag;
    Set<Path> paths = new HashSet<>();
    for (OutputFile file : files) {
      if (!paths.add(file.path().toAbsolutePath().normalize())) {
        throw CommandException.usage("two outputs are the same file: " + file.path());
      }
    }
    if (tag.isEmpty() || tag.chars().anyMatch(Character::isWhitespace)) {
      throw CommandException.usage("--run-tag has to be one word: '" + tag + "'");
    }
  }

  /** The first file, which names the journal. */
  public Path first() {
    return files.get(0).path();
  }

  /** The files' names, for messages. */
  public String names() {
    return String.join(", ", files.stream().map(file -> file.path().toString()).toList());
  }

  /**
   * Makes sure that all can be written.
   *
   * @param replace whether files that are there may be replaced
   * @throws CommandException when one cannot
   */
  public void requireWritable(boolean replace) {
    for (OutputFile file : files) {
      if (!replace && Files.isRegularFile(file.path())) {
        throw CommandException.usage(
            file.path() + " is already there: remove it, or add --overwrite");
      }
      NewFile.requireWritable(file.path());
    }
  }

  /**
   * Makes sure that a pair can be written to all of them.
   *
   * @throws CommandException when it cannot
   */
  public void requireWritable(PairPlace place) {
    for (OutputFile file : files) {
      if (file.needsIds() && place.ids().isEmpty()) {
        throw CommandException.usage(
            file.path() + " needs pairs with qid and docid; the input has none");
      }
      if (file.format() == OutputFormat.TREC) {
        PairIds ids = place.ids().get();
        requireOneWord(file, "qid", ids.qid());
        requireOneWord(file, "docid", ids.docid());
      }
    }
  }

  private static void requireOneWord(OutputFile file, String what, String id) {
    if (id.chars().anyMatch(Character::isWhitespace)) {
      throw CommandException.usage(
          "the %s '%s' has a blank, which the run %s cannot hold; write another format"
              .formatted(what, id, file.path()));
    }
  }

  /**
   * Writes all files, one after another, each complete or not at all.
   *
   * @throws CommandException when one cannot be written
   */
  public void write(ResultRows rows, Journal journal, JsonLines lines) {
    for (OutputFile file : files) {
      try (NewFile fresh = NewFile.create(file.path())) {
        ResultFormat format = format(file.format(), journal, lines);
        for (List<ResultRow> some : rows.in(format.order())) {
          format.write(some, fresh.writer());
        }
        format.end(fresh.writer());
        fresh.complete();
      } catch (IOException e) {
        throw CommandException.usage(
            "cannot write "
                + file.path()
                + ": "
                + IoProblem.describe(e)
                + "; all results are in "
                + journal.path()
                + ": make room and start the same command again");
      }
    }
  }

  private ResultFormat format(OutputFormat format, Journal journal, JsonLines lines) {
    return switch (format) {
      case TREC -> new TrecFormat(tag);
      case MTEB -> new MtebFormat();
      case TSV -> new TsvFormat(journal);
      case JSONL -> new JsonlFormat(journal, lines);
    };
  }
}
