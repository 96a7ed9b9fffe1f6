package io.rank1.cli.view;

import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.ByteLines;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.UnpackedInput;
import io.rank1.cli.input.Utf8Lines;
import io.rank1.cli.view.BadLineException.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A job's output in jsonl, or its journal, read as a stream. A last line that is not whole is left
 * out: the job was killed while it wrote, or is about to write the rest. What a job adds while the
 * file is read does not count.
 */
public final class ResultFile {

  private static final String OTHER_FORMATS =
      "neither an output in jsonl nor a journal; the reasoning is in these two, and not in TREC"
          + " runs, tsv, or the JSON of scores";

  /** In MiB: a text of the longest line of a table, with six letters for a character. */
  private static final int LONGEST_LINE = 512;

  private final Path path;

  private ResultFile(Path path) {
    this.path = path;
  }

  /**
   * @throws InputException when there is no such file, or it cannot be read more than once
   */
  public static ResultFile at(Path path) throws InputException {
    if (Files.isDirectory(path)) {
      throw new InputException("cannot read " + path + ": it is a directory");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new InputException("cannot read " + path + ": not a regular file");
    }
    return new ResultFile(path);
  }

  /** The file's name in messages. */
  public String name() {
    return path.toString();
  }

  /**
   * Hands every pair on, in the order of the file.
   *
   * @return what else the file tells
   * @throws InputException when a line but the last is bad, or there is no pair
   */
  FileFacts read(Consumer<PairLine> pairs) throws InputException {
    FileFacts.Builder facts = new FileFacts.Builder();
    read(
        facts,
        line -> {
          if (line instanceof PairLine pair) {
            pairs.accept(pair);
          }
          return Going.ON;
        });
    if (facts.pairs() == 0) {
      throw new InputException(
          name()
              + (facts.isJournal() ? ": no pairs yet, only the journal's header" : ": no pairs"));
    }
    return facts.build();
  }

  /** Whether more lines are wanted. */
  private enum Going {
    ON,
    NO_MORE
  }

  private void read(FileFacts.Builder facts, Function<ResultLine, Going> taker)
      throws InputException {
    LineParser parser = new LineParser();
    try (Utf8Lines lines = open()) {
      Going going = Going.ON;
      while (going == Going.ON) {
        Optional<ResultLine> line = next(lines, parser, facts);
        line.ifPresent(facts::add);
        going = line.map(taker).orElse(Going.NO_MORE);
      }
    } catch (IOException e) {
      throw new InputException("cannot read " + name() + ": " + IoProblem.describe(e));
    }
  }

  /**
   * Whether the file is of calls about lists: the calls of a job, or its journal.
   *
   * @throws InputException when its first lines are bad, or it cannot be read
   */
  public boolean isOfCalls() throws InputException {
    AtomicBoolean isOfCalls = new AtomicBoolean();
    read(
        new FileFacts.Builder(),
        line -> {
          isOfCalls.set(line instanceof CallLine);
          return line instanceof JournalHeader ? Going.ON : Going.NO_MORE;
        });
    return isOfCalls.get();
  }

  /**
   * Hands every call on, in the order of the file.
   *
   * @return what else the file tells
   * @throws InputException when a line but the last is bad
   */
  public FileFacts readCalls(Consumer<CallLine> calls) throws InputException {
    FileFacts.Builder facts = new FileFacts.Builder();
    read(
        facts,
        line -> {
          if (line instanceof CallLine call) {
            calls.accept(call);
          }
          return Going.ON;
        });
    return facts.build();
  }

  private Utf8Lines open() throws IOException {
    InputStream unpacked = new UnpackedInput(SnapshotStream.open(path));
    return new Utf8Lines(new ByteLines(name(), unpacked, LONGEST_LINE));
  }

  /** The next line that says anything, or nothing at the end or at a torn last line. */
  private Optional<ResultLine> next(Utf8Lines lines, LineParser parser, FileFacts.Builder facts)
      throws InputException {
    Optional<String> text;
    try {
      text = lines.next();
    } catch (InputException e) {
      if (facts.isEmpty() || !isAtEnd(lines)) {
        throw e;
      }
      facts.torn(lines.number()); // in the middle of a character
      return Optional.empty();
    }
    if (text.isPresent() && text.get().isBlank()) {
      requireTheEnd(lines);
      return Optional.empty();
    }
    return text.isEmpty() ? Optional.empty() : parse(text.get(), lines, parser, facts);
  }

  private Optional<ResultLine> parse(
      String text, Utf8Lines lines, LineParser parser, FileFacts.Builder facts)
      throws InputException {
    long number = lines.number();
    try {
      return Optional.of(parser.parse(text, number));
    } catch (BadLineException e) {
      if (facts.isEmpty() && e.fault() != Fault.BAD_FIELD) {
        throw InputException.at(name(), number, OTHER_FORMATS);
      }
      if (e.fault() == Fault.NOT_JSON && isAtEnd(lines)) {
        facts.torn(number);
        return Optional.empty();
      }
      throw InputException.at(name(), number, e.getMessage());
    }
  }

  private void requireTheEnd(Utf8Lines lines) throws InputException {
    long blank = lines.number();
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (!line.get().isBlank()) {
        throw InputException.at(name(), blank, "blank line; remove it");
      }
    }
  }

  /** A stream that cannot be read has no end. */
  private static boolean isAtEnd(Utf8Lines lines) {
    try {
      return lines.next().isEmpty();
    } catch (InputException e) {
      return false;
    }
  }
}
