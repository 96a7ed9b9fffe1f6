package io.rank1.cli.results;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.output.OutputFormat;
import io.rank1.cli.output.OutputPacking;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A file to write, its format, and how it is packed.
 *
 * @param path where it goes
 * @param format what it looks like
 * @param packing as the path's suffix says
 */
public record OutputFile(Path path, OutputFormat format, OutputPacking packing) {

  public OutputFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(packing, "packing");
  }

  /**
   * Reads {@code FILE} or {@code FORMAT:FILE}. A format that is named in front counts whatever the
   * suffix; one that was asked for otherwise must not contradict it.
   *
   * @param asked the format where the argument names none; null for none
   * @param otherwise the format of a file without a suffix
   * @throws CommandException when the name says another format, one that is not known, or a packing
   *     that is not written
   * @throws java.nio.file.InvalidPathException when it is no file name
   */
  public static OutputFile parse(String argument, OutputFormat asked, OutputFormat otherwise) {
    int colon = argument.indexOf(':');
    Optional<OutputFormat> named = OutputFormat.ofName(argument.substring(0, Math.max(0, colon)));
    if (named.isPresent() && colon + 1 < argument.length()) {
      return new OutputFile(Path.of(argument.substring(colon + 1)), named.get());
    }
    Path path = Path.of(argument);
    return new OutputFile(path, format(path, asked, otherwise));
  }

  private OutputFile(Path path, OutputFormat format) {
    this(path, format, OutputPacking.ofName(path));
  }

  private static OutputFormat format(Path path, OutputFormat asked, OutputFormat otherwise) {
    Optional<OutputFormat> said = OutputFormat.bySuffix(path);
    if (asked != null && said.isPresent() && said.get() != asked) {
      throw CommandException.usage(
          "--format "
              + asked.word()
              + " and the name "
              + path
              + " contradict each other; if both are meant, write -o "
              + asked.word()
              + ":"
              + path);
    }
    if (asked == null && said.isEmpty() && hasSuffix(path)) {
      throw CommandException.usage(
          "cannot tell the format of "
              + path
              + " from its name: .run and .trec, .json, .tsv and .jsonl are known, each with .gz or"
              + " .zst behind it too; or put the format in front, as in -o "
              + otherwise.word()
              + ":"
              + path);
    }
    return asked != null ? asked : said.orElse(otherwise);
  }

  private static boolean hasSuffix(Path path) {
    return OutputPacking.ofName(path).plainName(path).contains(".");
  }

  /** Whether a row needs identifiers to be written there. */
  boolean needsIds() {
    return switch (format) {
      case TREC, MTEB, MTEB2 -> true;
      case TSV, JSONL -> false;
    };
  }
}
