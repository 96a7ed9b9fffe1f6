package io.rank1.cli.output;

import io.rank1.cli.exit.CommandException;
import java.nio.file.Path;
import java.util.Locale;

/** The formats that results can be written in. */
public enum OutputFormat {
  /** A run as trec_eval reads it. */
  TREC,
  /** One JSON object of scores by docid by qid, as MTEB up to 1.x and BRIGHT write predictions. */
  MTEB,
  /** The same below a subset and a split, as MTEB 2 writes predictions and reads them again. */
  MTEB2,
  TSV,
  /** A JSON object a line, with everything that is known of a pair. */
  JSONL;

  /**
   * The format that a file's name asks for.
   *
   * @param otherwise what names without a known suffix are given
   */
  public static OutputFormat bySuffix(Path file, OutputFormat otherwise) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    return switch (suffix) {
      case "run", "trec" -> TREC;
      case "json" -> MTEB;
      case "tsv" -> TSV;
      case "jsonl" -> JSONL;
      default -> otherwise;
    };
  }

  /**
   * The format as lines that can be written one by one.
   *
   * @param model the model's name, for formats that tell it
   * @param runtime what runs it, likewise
   * @throws CommandException when the format is none of lines
   */
  public LineFormat lines(String model, String runtime) {
    return switch (this) {
      case TSV -> new TsvLines();
      case JSONL -> new JsonLines(model, runtime)::row;
      case TREC, MTEB, MTEB2 ->
          throw CommandException.usage(
              "the format "
                  + name().toLowerCase(Locale.ROOT)
                  + " needs all results: read from a file, and write to one by -o");
    };
  }
}
