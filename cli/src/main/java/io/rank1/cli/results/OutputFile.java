package io.rank1.cli.results;

import io.rank1.cli.output.OutputFormat;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file to write and its format.
 *
 * @param path where it goes
 * @param format what it looks like
 */
public record OutputFile(Path path, OutputFormat format) {

  private static final Pattern WITH_FORMAT = Pattern.compile("(trec|mteb2?|tsv|jsonl):(.+)");

  public OutputFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(format, "format");
  }

  /**
   * Reads {@code FILE} or {@code FORMAT:FILE}.
   *
   * @param asked the format where the argument names none, whatever the suffix; null for none
   * @param otherwise the format of a file whose suffix tells none
   * @throws java.nio.file.InvalidPathException when it is no file name
   */
  public static OutputFile parse(String argument, OutputFormat asked, OutputFormat otherwise) {
    Matcher matcher = WITH_FORMAT.matcher(argument);
    if (matcher.matches()) {
      OutputFormat format = OutputFormat.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
      return new OutputFile(Path.of(matcher.group(2)), format);
    }
    Path path = Path.of(argument);
    return new OutputFile(path, asked != null ? asked : OutputFormat.bySuffix(path, otherwise));
  }

  /** Whether a row needs identifiers to be written there. */
  boolean needsIds() {
    return switch (format) {
      case TREC, MTEB, MTEB2 -> true;
      case TSV, JSONL -> false;
    };
  }
}
