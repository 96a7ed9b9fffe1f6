package io.rank1.cli.output;

import java.nio.file.Path;
import java.util.Locale;

/** The formats that a batch can be written in. */
public enum OutputFormat {
  TSV,
  JSONL;

  /** The format that a file's name asks for. */
  public static OutputFormat bySuffix(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jsonl") || name.endsWith(".json") ? JSONL : TSV;
  }

  /**
   * Makes the format.
   *
   * @param model the model's name, for formats that tell it
   * @param runtime what runs it, likewise
   */
  public LineFormat lines(String model, String runtime) {
    return switch (this) {
      case TSV -> new TsvLines();
      case JSONL -> new JsonLines(model, runtime)::row;
    };
  }
}
