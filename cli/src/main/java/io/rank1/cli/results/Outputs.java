package io.rank1.cli.results;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.NewFile;
import io.rank1.cli.output.OutputFormat;
import io.rank1.cli.output.OutputPacking;
import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The files of a job, which appear when it is complete. */
public final class Outputs {

  private static final int NEXT_LINE = 0x85;

  private final List<OutputFile> files;
  private final String tag;

  /**
   * @param files at least one, unless nothing is to be written
   * @param tag the last column of runs; one word
   * @throws CommandException when the tag is not one word
   */
  public Outputs(List<OutputFile> files, String tag) {
    this.files = List.copyOf(files);
    this.tag = tag;
    if (tag.isEmpty() || tag.chars().anyMatch(Outputs::isBlank)) {
      throw CommandException.usage("--run-tag has to be one word: '" + tag + "'");
    }
  }

  /** The files. */
  public List<OutputFile> files() {
    return files;
  }

  /** Where they go. */
  public List<Path> paths() {
    return files.stream().map(OutputFile::path).toList();
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
      if (place.ids().isPresent()) {
        requireFit(file, "qid", place.ids().get().qid());
        requireFit(file, "docid", place.ids().get().docid());
        requireNoComment(file, place.ids().get().qid());
      }
    }
  }

  /** What readers of runs divide columns at: Python's programs do so at any blank of Unicode. */
  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
  }

  private static void requireNoComment(OutputFile file, String qid) {
    if (file.format() == OutputFormat.TREC && qid.startsWith("#")) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "the qid '%s' begins with #, so that its lines in %s would be comments; write tsv,"
                  + " mteb or jsonl",
              PlainText.line(qid),
              file.path()));
    }
  }

  private static void requireFit(OutputFile file, String what, String id) {
    boolean fits =
        switch (file.format()) {
          case TREC -> id.chars().noneMatch(Outputs::isBlank);
          case TSV -> id.chars().noneMatch(c -> c == '\t' || c == '\n' || c == '\r');
          case MTEB, MTEB2, JSONL -> true;
        };
    if (!fits) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "the %s '%s' holds a blank, which %s cannot; write mteb or jsonl",
              what,
              PlainText.line(id),
              file.path()));
    }
  }

  /**
   * Writes all files, one after another, each complete or not at all.
   *
   * @throws CommandException when one cannot be written
   */
  public void write(ResultRows rows, Journal journal, ModelNames models) {
    for (OutputFile file : files) {
      write(file, rows, format(file.format(), journal, models), journal);
    }
  }

  /**
   * The same for rankings by lists, whose scores say something else.
   *
   * @throws CommandException when one cannot be written
   */
  public void writeLists(ResultRows rows, Journal journal, JsonLines model) {
    for (OutputFile file : files) {
      ResultFormat format =
          switch (file.format()) {
            case TREC -> new TrecFormat(tag);
            case MTEB -> MtebFormat.ofVersion1();
            case MTEB2 -> MtebFormat.ofVersion2(tag);
            case TSV -> new ListTsvFormat();
            case JSONL -> new ListJsonlFormat(model);
          };
      write(file, rows, format, journal);
    }
  }

  private static void write(
      OutputFile file, ResultRows rows, ResultFormat format, Journal journal) {
    write(
        file.path(),
        file.packing(),
        journal,
        out -> {
          for (List<ResultRow> some : rows.in(format.order())) {
            format.write(some, out);
          }
          format.end(out);
        });
  }

  /**
   * Writes the calls of rankings by lists.
   *
   * @param queries how many there are
   * @param calls of each, by its number
   * @throws CommandException when it cannot be written
   */
  public static void write(
      CallsOutput file, int queries, CallsOutput.Calls calls, Journal journal) {
    write(file.path(), file.packing(), journal, out -> CallsOutput.write(queries, calls, out));
  }

  /** What a file holds. */
  @FunctionalInterface
  private interface Content {
    void write(Writer out) throws IOException;
  }

  private static void write(Path path, OutputPacking packing, Journal journal, Content content) {
    try (NewFile fresh = NewFile.create(path, packing)) {
      content.write(fresh.writer());
      journal.noteWritten(path, fresh.finish());
      fresh.complete();
    } catch (IOException e) {
      throw CommandException.usage(
          "cannot write "
              + path
              + ": "
              + IoProblem.describe(e)
              + "; all results are in "
              + journal.path()
              + ": make room and start the same command again");
    }
  }

  private ResultFormat format(OutputFormat format, Journal journal, ModelNames models) {
    return switch (format) {
      case TREC -> new TrecFormat(tag);
      case MTEB -> MtebFormat.ofVersion1();
      case MTEB2 -> MtebFormat.ofVersion2(tag);
      case TSV -> new TsvFormat(journal);
      case JSONL -> new JsonlFormat(journal, models);
    };
  }
}
