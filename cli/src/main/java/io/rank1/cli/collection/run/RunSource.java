package io.rank1.cli.collection.run;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A first-stage run.
 *
 * @param file the file
 * @param format what it looks like
 */
public record RunSource(Path file, RunFormat format) {

  public RunSource {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(format, "format");
  }
}
