package io.rank1.cli.output;

import io.rank1.cli.exit.CommandException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats that results can be written in. */
public enum OutputFormat {
  /** A run as trec_eval reads it. */
  TREC("run", "trec"),
  /** One JSON object of scores by docid by qid, as MTEB up to 1.x and BRIGHT write predictions. */
  MTEB("json"),
  /** The same below a subset and a split, as MTEB 2 writes predictions and reads them again. */
  MTEB2,
  TSV("tsv"),
  /** A JSON object a line, with everything that is known of a pair. */
  JSONL("jsonl");

  private final List<String> suffixes;

  OutputFormat(String... suffixes) {
    this.suffixes = List.of(suffixes);
  }

  /**
   * The format that a file's name asks for, what tells the packing aside; nothing when it has no
   * suffix, or one that is no format's.
   *
   * @throws CommandException when it asks for a packing that is not written
   */
  public static Optional<OutputFormat> bySuffix(Path file) {
    String name = OutputPacking.ofName(file).plainName(file).toLowerCase(Locale.ROOT);
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    return Arrays.stream(values()).filter(f -> f.suffixes.contains(suffix)).findFirst();
  }

  /** The format of a name, in small letters or capitals, if it is one's. */
  public static Optional<OutputFormat> ofName(String name) {
    return Arrays.stream(values()).filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The name as options have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
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
                  + word()
                  + " needs all results: read from a file, and write to one by -o");
    };
  }
}
